export { forgetKeys } from './forget-keys.ts'
export { onceUnderKey } from './once-under-key.ts'
