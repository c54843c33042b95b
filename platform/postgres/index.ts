export { openPostgres } from './open-postgres.ts'
export { secret } from './secret.ts'
