import { templateKind, textLanguage, type Template } from '@kurenda/contract'
import { oneOf, required, wholeNumber } from './command.ts'
import { usage } from './failures.ts'
import { nounCommand, verb } from './noun-command.ts'
import { note, print } from './print.ts'
import { largestPage, take } from './take.ts'
import { textOptions, textsOf, textWords } from './texts.ts'
import { say } from './words.ts'

const kinds = templateKind.options

/** Texts that are kept for later use. */
export const templateCommand = nounCommand(
  'template',
  say('szablony wiadomości i odpowiedzi', 'templates of messages and replies'),
  {
    list: verb({
      takes: `[--kind ${kinds.join('|')}] [--archived]`,
      options: { kind: { type: 'string' }, archived: { type: 'boolean' } },
      run({ templates }, { values }) {
        const kind = oneOf(kinds, values.kind, '--kind')
        return take(
          templates.list({ kind, archived: values.archived ? 'true' : 'false', limit: largestPage }),
          Infinity,
        )
      },
      show: (templates) => templates.forEach(showLine),
    }),
    show: verb({
      takes: 'ID',
      run: ({ templates }, { positionals }) => templates.get(idOf(positionals)),
      show: showWhole,
    }),
    add: verb({
      takes: `--name N --kind K ${textWords} [--column C]…`,
      options: {
        name: { type: 'string' },
        kind: { type: 'string' },
        column: { type: 'string', multiple: true },
        ...textOptions,
      },
      run({ templates }, { values }) {
        const kind = oneOf(kinds, required(values.kind, '--kind'), '--kind')
        if (kind === undefined) throw usage(say('Brakuje --kind.', '--kind is missing.'))
        return templates.create({
          name: required(values.name, '--name'),
          kind,
          texts: textsOf(values),
          ...(values.column && { columns: values.column }),
        })
      },
      show: showWhole,
    }),
    change: verb({
      takes: `ID [--name N] ${textWords} [--column C]…`,
      options: { name: { type: 'string' }, column: { type: 'string', multiple: true }, ...textOptions },
      async run({ templates }, { values, positionals }) {
        const { id, version, texts } = await templates.get(idOf(positionals))
        return templates.addVersion(id, {
          basedOn: version,
          name: values.name,
          columns: values.column,
          texts: { ...texts, ...textsOf(values) },
        })
      },
      show: showWhole,
    }),
    archive: verb({
      takes: 'ID',
      run: ({ templates }, { positionals }) => templates.archive(idOf(positionals)),
      show: () => print(say('Odłożono do archiwum.', 'Put away into the archive.')),
    }),
    render: verb({
      takes: `ID [--contact CONTACT] [--language ${textLanguage.options.join('|')}]`,
      options: { contact: { type: 'string' }, language: { type: 'string' } },
      run: ({ templates }, { values, positionals }) =>
        templates.render(idOf(positionals), {
          contact: values.contact === undefined ? undefined : wholeNumber(values.contact, '--contact'),
          language: oneOf(textLanguage.options, values.language, '--language'),
        }),
      show({ text, parts }) {
        print(text)
        note(say(`części SMS: ${parts}`, `SMS parts: ${parts}`))
      },
    }),
  },
)

function idOf([id]: string[]): number {
  return wholeNumber(id, say('numeru szablonu', 'the number of the template'))
}

function showLine({ id, name, kind, version, archivedAt }: Template): void {
  const end = archivedAt === null ? '' : say('  (w archiwum)', '  (archived)')
  print(`${id}  ${name}  ${kind}  v${version}${end}`)
}

function showWhole(template: Template): void {
  showLine(template)
  for (const [language, text] of Object.entries(template.texts)) print(`  ${language}: ${text}`)
}
