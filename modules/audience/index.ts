export { readPeople, type PeopleFile, type Person, type Rejection } from './read-people.ts'
export { toE164, type NumberPolicy, type NumberRefusal } from './to-e164.ts'
export { upsertAddresses } from './upsert-addresses.ts'
export { importContacts, keepRefused, mostRejections, type ImportResult } from './import-contacts.ts'
export { listGroups, type Group } from './groups.ts'
export { listMembers, type Member } from './list-members.ts'
export {
  resolveAudience,
  countAudience,
  type Audience,
  type ResolvedAudience,
  type AudienceCount,
} from './resolve-audience.ts'
export { eraseTrash } from './trash-contact.ts'
export { contactRoutes } from './contact-routes.ts'
export { fieldRoutes } from './field-routes.ts'
export { groupRoutes } from './group-routes.ts'
export { duplicateRoutes } from './duplicate-routes.ts'
export { importRecordRoutes, importRoutes } from './import-routes.ts'
export { segmentRoutes } from './segment-routes.ts'
