export { seedDemo } from './seed-demo.ts'
export { connectSimulator, type SimulatorAddress } from './connect-simulator.ts'
