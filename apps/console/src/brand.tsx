/** The house that is a letter. */
export const Mark = () => (
  <svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true" style={{ flex: 'none' }}>
    <path d="M3 12.2 15 3l12 9.2V27H3z" fill="var(--k-accent)" />
    <path d="M3 12.2 15 20l12-7.8" fill="none" stroke="var(--k-page)" strokeWidth="2" />
  </svg>
)
