export { isLanguage, wishOf, type Language, type Wish } from './opt-words.ts'
export { recordConsentEvents, recordOptIns, recordOptOuts, type ConsentChange } from './opt-out.ts'
export { joinGroups, leaveGroups, type Membership } from './join-group.ts'
