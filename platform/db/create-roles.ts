import pg from 'pg'

/** Passwords of the three roles of the database. */
export interface RoleSecrets {
  owner: string
  engine: string
  api: string
}

/** What an administrator of an external server can run where ours may not create roles. */
export function rolesSql(secrets: RoleSecrets, database: string): string[] {
  const password = (value: string) => pg.escapeLiteral(value)
  const create = (role: string, options: string) =>
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role}; END IF; END $$; ALTER ROLE ${role} ${options}`
  const db = pg.escapeIdentifier(database)
  return [
    create('kurenda_owner', `LOGIN NOSUPERUSER BYPASSRLS PASSWORD ${password(secrets.owner)}`),
    create('kurenda_engine', `LOGIN NOSUPERUSER BYPASSRLS PASSWORD ${password(secrets.engine)}`),
    create('kurenda_api', `LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD ${password(secrets.api)}`),
    `GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${db} TO kurenda_owner`,
    `GRANT CONNECT, TEMPORARY ON DATABASE ${db} TO kurenda_engine`,
    `GRANT CONNECT ON DATABASE ${db} TO kurenda_api`,
    `REVOKE TEMPORARY ON DATABASE ${db} FROM PUBLIC`,
    `GRANT ALL ON SCHEMA public TO kurenda_owner`,
    `REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
  ]
}
