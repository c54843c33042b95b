export { openTestDatabase, type TestDatabase } from './open-test-database.ts'
export { openLossyConnection, type LossyConnection } from './open-lossy-connection.ts'
export { testSeal } from './test-seal.ts'
