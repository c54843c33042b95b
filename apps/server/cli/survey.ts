import { createWriteStream, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  dialogueState,
  surveyAspect,
  surveyContent,
  type Survey,
  type SurveyQuestionResult,
  type SurveyResults,
} from '@kurenda/contract'
import { oneOf, required, wholeNumber } from './command.ts'
import { usage } from './failures.ts'
import { nounCommand, verb } from './noun-command.ts'
import { formatCount, print } from './print.ts'
import { largestPage, take } from './take.ts'
import { say } from './words.ts'

const formats = ['csv', 'xlsx', 'json', 'pdf'] as const

/** Questions to residents, and what they answered. */
export const surveyCommand = nounCommand(
  'survey',
  say('ankiety i ich wyniki; treść jest w pliku JSON', 'surveys and their results; the content is a JSON file'),
  {
    list: verb({
      takes: `[--state ${dialogueState.options.join('|')}]`,
      options: { state: { type: 'string' } },
      run: ({ surveys }, { values }) =>
        take(
          surveys.list({ state: oneOf(dialogueState.options, values.state, '--state'), limit: largestPage }),
          Infinity,
        ),
      show: (surveys) => surveys.forEach(show),
    }),
    add: verb({
      takes: 'FILE.json',
      run: ({ surveys }, { positionals }) =>
        surveys.create(contentOf(required(positionals[0], say('pliku', 'the file')))),
      show,
    }),
    open: verb({ takes: 'ID', run: ({ surveys }, { positionals }) => surveys.open(idOf(positionals)), show }),
    close: verb({ takes: 'ID', run: ({ surveys }, { positionals }) => surveys.close(idOf(positionals)), show }),
    results: verb({
      takes: `ID [--by ${surveyAspect.options.join('|')}]`,
      options: { by: { type: 'string' } },
      run: ({ surveys }, { values, positionals }) =>
        surveys.results(idOf(positionals), { by: oneOf(surveyAspect.options, values.by, '--by') }),
      show: showResults,
    }),
    export: verb({
      takes: 'ID --file ANSWERS.csv|ANSWERS.xlsx|ANSWERS.json|REPORT.pdf',
      options: { file: { type: 'string' } },
      async run({ surveys }, { values, positionals }) {
        const file = inFolder(required(values.file, '--file'))
        const format = formats.find((one) => file.toLowerCase().endsWith(`.${one}`)) ?? 'csv'
        const id = idOf(positionals)
        const { body } = await (format === 'pdf' ? surveys.report(id) : surveys.export(id, { format }))
        // What people answered: nobody else on this machine reads it.
        await pipeline(body ? Readable.fromWeb(body) : [], createWriteStream(file, { mode: 0o600 }))
        return { file, format }
      },
      show: ({ file }) => print(say(`Zapisano: ${file}`, `Written: ${file}`)),
    }),
    links: verb({
      takes: 'ID --file LINKS.csv [--group ID…] [--segment ID…]',
      options: {
        file: { type: 'string' },
        group: { type: 'string', multiple: true },
        segment: { type: 'string', multiple: true },
      },
      async run({ surveys }, { values, positionals }) {
        const file = inFolder(required(values.file, '--file'))
        const [groups, segments] = [idsOf(values.group, '--group'), idsOf(values.segment, '--segment')]
        const { body } = await surveys.exportLinks(idOf(positionals), { groups, segments })
        // Whoever has a link answers for that person: nobody else on this machine reads it.
        await pipeline(body ? Readable.fromWeb(body) : [], createWriteStream(file, { mode: 0o600 }))
        return { file }
      },
      show: ({ file }) => print(say(`Zapisano: ${file}`, `Written: ${file}`)),
    }),
  },
)

/** From where the command was called. */
function inFolder(file: string): string {
  return resolve(process.env['INIT_CWD'] || process.cwd(), file)
}

function idOf([id]: string[]): number {
  return wholeNumber(id, say('numeru ankiety', 'the number of the survey'))
}

function idsOf(values: string[] | undefined, name: string): number[] | undefined {
  return values?.map((value) => wholeNumber(value, name))
}

/** @throws Failure (usage) */
function contentOf(file: string) {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(inFolder(file), 'utf8'))
  } catch {
    throw usage(say(`${file}: to nie jest plik JSON.`, `${file}: this is no JSON file.`))
  }
  const read = surveyContent.safeParse(json)
  if (read.success) return read.data
  const where = read.error.issues.map(({ path }) => path.join('.')).join(', ')
  throw usage(say(`${file}: to nie jest ankieta (${where}).`, `${file}: this is no survey (${where}).`))
}

function show({ id, state, content, responses, url }: Survey): void {
  const title = Object.values(content.title).find((one) => one) ?? ''
  print(`${id}  ${title}  ${state}  ${formatCount(responses)}  ${url}`)
}

function showResults({ title, responses, invited, questions, cross }: SurveyResults): void {
  const { complete, partial } = responses
  print(title)
  print(
    say(
      `całe: ${formatCount(complete)} · częściowe: ${formatCount(partial)}`,
      `whole: ${formatCount(complete)} · partial: ${formatCount(partial)}`,
    ),
  )
  if (invited)
    print(
      say(
        `zapytano: ${formatCount(invited.people)} · odpowiedziało: ${percent(invited.rate)}`,
        `asked: ${formatCount(invited.people)} · answered: ${percent(invited.rate)}`,
      ),
    )
  questions.forEach(showQuestion)
  for (const part of cross) {
    print('')
    print(`${part.label}  ${formatCount(part.responses)}`)
    part.questions.forEach(showQuestion)
  }
}

function showQuestion({ text, options, mean, score, answered }: SurveyQuestionResult): void {
  const figure = score ?? mean
  print(`${text}  ${formatCount(answered)}${figure === null ? '' : `  ${figure.toFixed(1)}`}`)
  for (const { label, count, share } of options)
    if (count > 0) print(`  ${label}: ${formatCount(count)} (${percent(share)})`)
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
