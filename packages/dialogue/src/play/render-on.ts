import type { Prompt } from '../prompt.ts'
import { renderApp, renderEmail, renderSms, renderVoice, renderWeb } from '../render/index.ts'
import type { Channel } from './fixture.ts'

/** Where letters of a played session lead. */
const PAGE = 'https://example.org/d/1'

/** What a channel shows of prompts, as data. */
export function renderOn(channel: Channel, prompts: readonly Prompt[], subject: string) {
  switch (channel) {
    case 'sms':
      return renderSms(prompts)
    case 'web':
      return renderWeb(prompts)
    case 'voice':
      return renderVoice(prompts)
    case 'app':
      return renderApp(prompts)
    case 'email':
      return renderEmail(prompts, { subject, page: PAGE })
  }
}
