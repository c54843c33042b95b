import { priority, type Broadcast, type Draft, type Preparation } from '@kurenda/contract'
import type { Client } from '@kurenda/sdk'
import { isAgreed, mustBeAbleToAgree } from './ask-agreement.ts'
import { instant, oneOf, required, wholeNumber } from './command.ts'
import { Failure } from './failures.ts'
import { findByName } from './find-by-name.ts'
import { nounCommand, verb } from './noun-command.ts'
import { formatCount, formatMoney, formatPeople, note, print } from './print.ts'
import { quietHoursOf, quietHoursWords } from './quiet-hours.ts'
import { largestPage, take } from './take.ts'
import { textOptions, textsOf, textWords } from './texts.ts'
import { say } from './words.ts'

const contentOptions = {
  text: { type: 'string' },
  ...textOptions,
  name: { type: 'string' },
  channel: { type: 'string' },
  sender: { type: 'string' },
  priority: { type: 'string' },
  at: { type: 'string' },
  group: { type: 'string', multiple: true },
  segment: { type: 'string', multiple: true },
  to: { type: 'string', multiple: true },
  'no-reply': { type: 'boolean' },
} as const
const contentWords = `${textWords} [--group NAME]… [--segment NAME]… [--to NUMBER]… [--name N] [--channel N] [--sender S] [--priority ${priority.options.join('|')}] [--at ISO] [--no-reply]`

/** A broadcast before its yes: written, counted, looked at, tried, approved, sent. */
export const draftCommand = nounCommand(
  'draft',
  say('szkice rozsyłek: od pierwszego słowa do „tak”', 'drafts of broadcasts: from the first word to the yes'),
  {
    create: verb({
      takes: `--text TEXT ${contentWords}`,
      options: contentOptions,
      async run(client, { values }) {
        const text = required(values.text, '--text')
        return client.broadcasts.createDraft({ text, ...(await contentOf(client, values)) })
      },
      show: showDraft,
    }),
    list: verb({
      async run({ broadcasts }) {
        const found = []
        for (const state of ['draft', 'review', 'approved'] as const)
          found.push(...(await take(broadcasts.list({ state, limit: largestPage }), Infinity)))
        return found
      },
      show: (drafts) => drafts.forEach(showLine),
    }),
    show: verb({
      takes: 'ID',
      run: ({ broadcasts }, { positionals }) => broadcasts.getDraft(idOf(positionals)),
      show: showDraft,
    }),
    change: verb({
      takes: `ID [--text TEXT] ${contentWords}`,
      options: contentOptions,
      async run(client, { values, positionals }) {
        const { id, version, content } = await client.broadcasts.getDraft(idOf(positionals))
        const given = await contentOf(client, values)
        const translations = { ...content.translations, ...given.translations }
        const audience = { ...content.audience, ...given.audience }
        return client.broadcasts.saveDraft(id, { version, content: { ...content, ...given, translations, audience } })
      },
      show: showDraft,
    }),
    count: verb({
      takes: 'ID',
      run: ({ broadcasts }, { positionals }) => broadcasts.prepare(idOf(positionals)),
      show: showSize,
    }),
    preview: verb({
      takes: 'ID [--position N | --longest]',
      options: { position: { type: 'string' }, longest: { type: 'boolean' } },
      run: ({ broadcasts }, { values, positionals }) =>
        broadcasts.preview(idOf(positionals), {
          // People count from one.
          position: values.position === undefined ? undefined : wholeNumber(values.position, '--position') - 1,
          which: values.longest ? 'longest' : undefined,
        }),
      show({ to, text, parts, position, of }) {
        print(text)
        note(say(`${to} · ${position + 1} z ${of} · SMS: ${parts}`, `${to} · ${position + 1} of ${of} · SMS: ${parts}`))
      },
    }),
    test: verb({
      takes: 'ID --to NUMBER…',
      options: { to: { type: 'string', multiple: true } },
      run({ broadcasts }, { values, positionals }) {
        const [first, ...others] = values.to ?? []
        return broadcasts.test(idOf(positionals), { numbers: [required(first, '--to'), ...others] })
      },
      show: ({ sent }) => print(say(`Wysłane próby: ${sent}`, `Tests sent: ${sent}`)),
    }),
    review: reviewVerb('review'),
    approve: reviewVerb('approve'),
    return: reviewVerb('return'),
    confirm: verb({
      takes: `ID [--at ISO] ${quietHoursWords} [--yes]`,
      options: { at: { type: 'string' }, 'quiet-hours': { type: 'string' }, yes: { type: 'boolean' } },
      async run({ broadcasts }, { values, positionals }) {
        const id = idOf(positionals)
        const quietHours = quietHoursOf(values)
        mustBeAbleToAgree(values.yes)
        const seen = await broadcasts.get(id)
        note(sizeOf(seen))
        if (!values.yes && !(await isAgreed())) throw new Failure(say('Nic nie wysłano.', 'Nothing was sent.'))
        const { recipients, parts } = seen
        return broadcasts.confirm(id, {
          at: instant(values.at, '--at'),
          expected: { recipients, parts },
          ...quietHours,
        })
      },
      show: ({ id }) =>
        print(
          say(
            `Rozsyłka ${id} ruszyła. Śledź ją: npm run kurenda -- watch ${id}`,
            `Broadcast ${id} is on its way. Follow it: npm run kurenda -- watch ${id}`,
          ),
        ),
    }),
    undo: verb({
      takes: 'ID',
      run: ({ broadcasts }, { positionals }) => broadcasts.undo(idOf(positionals)),
      show: showLine,
    }),
  },
)

function reviewVerb(step: 'review' | 'approve' | 'return') {
  return verb({
    takes: 'ID [--comment C]',
    options: { comment: { type: 'string' } },
    run: ({ broadcasts }, { values, positionals }) => broadcasts[step](idOf(positionals), { comment: values.comment }),
    show: showLine,
  })
}

type ContentValues = {
  [Option in keyof typeof contentOptions]?: (typeof contentOptions)[Option] extends { multiple: true }
    ? string[] | undefined
    : (typeof contentOptions)[Option] extends { type: 'boolean' }
      ? boolean | undefined
      : string | undefined
}

/** What was given of a draft; what was not is left out, and stays as it is. */
async function contentOf(client: Client, values: ContentValues) {
  const { text, name, channel, sender, group, segment, to } = values
  const chosen = oneOf(priority.options, values.priority, '--priority')
  const sendAt = instant(values.at, '--at')
  const groups = group ? (await client.groups.list()).items : []
  const segments = segment ? (await client.segments.list()).items : []
  return {
    ...(text !== undefined && { text }),
    ...(name !== undefined && { name }),
    ...(channel !== undefined && { channel }),
    ...(sender !== undefined && { sender }),
    ...(chosen && { priority: chosen }),
    ...(sendAt && { sendAt }),
    ...(values['no-reply'] && { replies: 'no_reply' as const }),
    translations: textsOf(values),
    audience: {
      ...(group && { groups: group.map((one) => findByName(groups, one).id) }),
      ...(segment && { segments: segment.map((one) => findByName(segments, one).id) }),
      ...(to && { numbers: to.join('\n') }),
    },
  }
}

function idOf([id]: string[]): number {
  return wholeNumber(id, say('numeru szkicu', 'the number of the draft'))
}

function showLine({ id, name, state }: Broadcast): void {
  print(`${id}  ${name}  ${state}`)
}

function showDraft({ id, version, state, prepared, content }: Draft): void {
  const counted = prepared ? say('policzony', 'counted') : say('niepoliczony', 'not counted')
  print(`${id}  v${version}  ${state}  ${counted}`)
  print(`  ${content.text}`)
  for (const [language, text] of Object.entries(content.translations)) print(`  ${language}: ${text}`)
}

function sizeOf({ recipients, parts, cost }: Pick<Broadcast, 'recipients' | 'parts' | 'cost'>): string {
  return `${formatPeople(recipients)} · ${formatCount(parts)} SMS · ${formatMoney(cost)}`
}

function showSize(prepared: Preparation): void {
  print(sizeOf(prepared))
  for (const [reason, count] of Object.entries(prepared.excluded))
    if (count > 0) print(`  ${reason}: ${formatCount(count)}`)
}
