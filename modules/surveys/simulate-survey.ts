import type { SurveyContent, SurveySaid, SurveySimulated, SurveySimulatedPage } from '@kurenda/contract'
import {
  renderApp,
  renderEmail,
  renderSms,
  renderVoice,
  renderWeb,
  run,
  start,
  type Effect,
  type Given,
  type Language,
  type Prompt,
} from '@kurenda/dialogue'
import { measure } from '@kurenda/sms-text'
import { parseDefinition } from '#modules/dialogues'
import { compileSurvey } from './compile-survey.ts'

type Medium = 'sms' | 'web' | 'voice' | 'app' | 'email'

/** How a survey would go for one person who answers so. Nothing is stored. @throws Problem dialogue-invalid */
export function simulateSurvey(
  content: SurveyContent,
  person: { channel: Medium; language?: Language | undefined; says: readonly SurveySaid[]; now: Date },
): SurveySimulated {
  const at = person.now.toISOString()
  const definition = parseDefinition({ ...compileSurvey(content, 'Europe/Warsaw'), id: 'simulated', version: 1 })
  const opening = start(definition, { at, ...(person.language && { language: person.language }) })
  let { session } = opening
  const turns = [turnOf(null, opening.effects, person.channel)]
  for (const said of person.says) {
    const step = run(definition, session, { is: 'answer', at, given: givenOn(person.channel, said) })
    session = step.session
    turns.push(turnOf(said, step.effects, person.channel))
  }
  return { turns, ending: session.ended ?? null }
}

function givenOn(channel: Medium, said: SurveySaid): Given {
  if (typeof said === 'object') return said
  return channel === 'voice' && /^[\d*#]{1,32}$/.test(said) ? { keys: said } : { text: said }
}

function turnOf(said: SurveySaid | null, effects: readonly Effect[], channel: Medium) {
  const prompts = effects.flatMap((effect) => (effect.is === 'send' ? [effect.prompt] : []))
  const shows = prompts.length === 0 ? '' : shown(prompts, channel)
  return {
    said: typeof said === 'object' ? wordsOf(said) : said,
    shows,
    parts: channel === 'sms' && shows !== '' ? measure(shows).parts : 0,
    page: channel === 'web' && prompts.length > 0 ? pageOf(prompts) : null,
  }
}

function wordsOf(said: Exclude<SurveySaid, string> | null): string | null {
  if (said === null) return null
  return 'choices' in said ? said.choices.join(', ') : ''
}

function pageOf(prompts: readonly Prompt[]): SurveySimulatedPage {
  const { paragraphs, form } = renderWeb(prompts)
  if (!form) return { paragraphs, form: null }
  const { question, error, control, send, skip } = form
  // A survey asks for no photo and no place.
  if (control.is === 'file' || control.is === 'address') return { paragraphs, form: null }
  const scale = control.is === 'radios' ? control : undefined
  return {
    paragraphs,
    form: {
      question,
      error: error ?? null,
      field: control.is,
      options: 'options' in control ? control.options : [],
      low: scale?.low ?? null,
      high: scale?.high ?? null,
      help: 'help' in control ? control.help : null,
      send,
      skip: skip ?? null,
    },
  }
}

function shown(prompts: readonly Prompt[], channel: Medium): string {
  switch (channel) {
    case 'sms':
      return renderSms(prompts)
    case 'email':
      return renderEmail(prompts, { subject: '', page: '' }).text
    case 'web': {
      const { paragraphs, form } = renderWeb(prompts)
      const options = form && 'options' in form.control ? form.control.options.map(({ label }) => `○ ${label}`) : []
      return [...paragraphs, form?.error ?? '', form?.question ?? '', ...options]
        .filter((line) => line !== '')
        .join('\n')
    }
    case 'app':
      return renderApp(prompts)
        .flatMap(({ error, text, buttons }) => [error ?? '', text, ...buttons.map(({ label }) => `[ ${label} ]`)])
        .filter((line) => line !== '')
        .join('\n')
    case 'voice':
      return renderVoice(prompts)
        .flatMap(({ say }) => say)
        .join('\n')
  }
}
