export { createDialogue, saveDialogue, type DialogueToSave, type Save } from './save-dialogue.ts'
export { moveDialogue } from './open-dialogue.ts'
export { listDialogues, readDialogue, type StoredDialogue } from './read-dialogues.ts'
export { loadDialogues } from './load-askings.ts'
export { Floor, textOf, withoutKeyword, type Heard, type LastWord, type Speaker } from './floor.ts'
export { begin, hear, isClosed, type Asking, type Medium, type Turn } from './asking.ts'
export {
  beginOnPage,
  findByKey,
  hasAnswered,
  hearOnPage,
  keepWhole,
  prepareAsking,
  storeOnPage,
  type Person,
} from './on-the-web.ts'
export { type Listener, type Told } from './store-askings.ts'
export { forgetHeard, forgetSessions } from './forget-sessions.ts'
export { tickDialogues } from './tick-dialogues.ts'
export { askOutside, hookNews } from './ask-outside.ts'
export { outside } from './call-hook.ts'
export { expectedFollowUps, openingTexts, usualRate } from './opening-text.ts'
export { parseDefinition } from './definitions.ts'
