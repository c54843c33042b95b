export { startJobs, type Jobs, type Tasks } from './jobs.ts'
export { startRelay, type News, type Relay } from './relay.ts'
