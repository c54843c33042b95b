export { openPostgres } from './open-postgres.ts'
export { freePort } from './free-port.ts'
export { secret } from './secret.ts'
