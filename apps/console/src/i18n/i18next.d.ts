import type { pl } from './pl/index.ts'

// A key that is in no catalogue does not compile.
declare module 'i18next' {
  interface CustomTypeOptions {
    keySeparator: false
    nsSeparator: false
    resources: { translation: typeof pl }
  }
}
