interface Entry {
  /** HTTP status. */
  status: number
  /** Whether the same request may succeed later. */
  retryable: boolean
  pl: string
  en: string
}

/** Every error that a caller may meet; `{name}` is replaced by the parameter of that name. Alphabetical. */
export const catalogue = {
  'not-found': {
    status: 404,
    retryable: false,
    pl: 'Nie ma tu tego, czego szukasz.',
    en: 'There is no such thing here.',
  },
} satisfies Record<string, Entry>

export type ErrorCode = keyof typeof catalogue
