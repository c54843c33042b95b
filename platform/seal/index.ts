export { openSeal, SealBroken, type Seal } from './seal.ts'
