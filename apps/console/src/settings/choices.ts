import type { StaffRole, TemplateKind, TextLanguage } from '@kurenda/contract'

// Not the contract's schemas: zod compiles them where it may, and the page's policy refuses that with a message for each page.
const inOrder = <Choice extends string>(choices: Record<Choice, true>) => Object.keys(choices) as Choice[]

/** What forms offer, in their order; a new one of the contract is asked for by the types. */
export const staffRoles = inOrder<StaffRole>({
  administrator: true,
  editor: true,
  approver: true,
  duty_officer: true,
  agent: true,
  auditor: true,
})
export const templateKinds = inOrder<TemplateKind>({
  broadcast: true,
  reply: true,
  keyword: true,
  no_reply: true,
  out_of_hours: true,
})
export const textLanguages = inOrder<TextLanguage>({ pl: true, en: true, uk: true })
