import pg from 'pg'

/** Passwords of the three roles of the database. */
export interface RoleSecrets {
  owner: string
  engine: string
  api: string
}

/**
 * What an administrator of an external server can run where ours may not create roles. Together they are one transaction:
 * roles belong to the whole server while advisory locks belong to one database, so two databases prepared at the same
 * moment wait for each other at the comment, which locks its role until the end.
 */
export function rolesSql(secrets: RoleSecrets, database: string): string[] {
  const create = (role: string) =>
    `DO $$ BEGIN CREATE ROLE ${role}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`
  const alter = (role: string, password: string, options: string) =>
    `ALTER ROLE ${role} LOGIN NOSUPERUSER ${options} PASSWORD ${pg.escapeLiteral(password)}`
  return [
    create('kurenda_owner'),
    create('kurenda_engine'),
    create('kurenda_api'),
    `COMMENT ON ROLE kurenda_owner IS 'Kurenda: owns the tables'`,
    alter('kurenda_owner', secrets.owner, 'BYPASSRLS'),
    alter('kurenda_engine', secrets.engine, 'BYPASSRLS'),
    alter('kurenda_api', secrets.api, 'NOBYPASSRLS'),
    ...databaseGrants(database),
    `GRANT ALL ON SCHEMA public TO kurenda_owner`,
    `REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
    // Trusted extensions; made here since the owner may not be allowed to.
    `CREATE EXTENSION IF NOT EXISTS unaccent`,
    `CREATE EXTENSION IF NOT EXISTS pg_trgm`,
  ]
}

/** What belongs to the database itself: a copy of it is made without. */
export function databaseGrants(database: string): string[] {
  const db = pg.escapeIdentifier(database)
  return [
    `GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${db} TO kurenda_owner`,
    `GRANT CONNECT, TEMPORARY ON DATABASE ${db} TO kurenda_engine`,
    `GRANT CONNECT ON DATABASE ${db} TO kurenda_api`,
    `REVOKE TEMPORARY ON DATABASE ${db} FROM PUBLIC`,
  ]
}
