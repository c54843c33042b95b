/** A PostgreSQL server that Kurenda works on. */
export interface Postgres {
  /** Connection string of an account that may create roles and databases, to Kurenda's database. */
  superuserUrl: string
  port: number
  /** Stops an embedded server; leaves an external one alone. */
  stop(): Promise<void>
}
