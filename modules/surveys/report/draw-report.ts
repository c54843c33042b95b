import type {
  SurveyQuestionResult,
  SurveyRepresentation,
  SurveyResults,
  SurveyTextGroups,
  SurveyWaves,
} from '@kurenda/contract'
import { Paper } from './paper.ts'
import { reportWords, type ReportWords } from './words.ts'

/** All that a report says. */
export interface Report {
  office: string
  language: 'pl' | 'en'
  timeZone: string
  at: Date
  anonymous: boolean
  results: SurveyResults
  texts: readonly SurveyTextGroups[]
  waves: SurveyWaves
  representation: SurveyRepresentation
}

/** The results of a survey as a PDF to hand to the council: counts with their bars, nothing that names a person. */
export function drawReport(report: Report): Promise<Buffer> {
  const { results, office, language, timeZone, at, anonymous } = report
  const say = reportWords[language]
  const form = formats(language)
  const paper = new Paper({ title: results.title, office, language, at })
  paper.title(results.title)
  const day = new Intl.DateTimeFormat(language === 'pl' ? 'pl' : 'en-GB', { dateStyle: 'long', timeZone }).format(at)
  paper.paragraph(say.made(day, say.states[results.state]), { soft: true })
  const { complete, partial, byChannel } = results.responses
  paper.paragraph(say.responses(complete, partial))
  if (results.invited) {
    const { people, answered, rate } = results.invited
    paper.paragraph(say.invited(form.whole(people), form.whole(answered), form.percent(rate)))
  }
  if (anonymous) paper.paragraph(say.anonymous, { soft: true })
  const channels = Object.entries(byChannel)
  if (channels.length > 1) {
    paper.heading(say.channel)
    for (const [channel, count] of channels) {
      const share = count / (complete + partial)
      paper.bar(say.channels[channel] ?? channel, `${form.whole(count)} (${form.percent(share)})`, share)
    }
  }
  results.questions.forEach((question, index) => {
    const texts = report.texts.find((one) => one.question === question.id)
    drawQuestion(paper, `${index + 1}. ${question.text}`, question, { say, form, texts })
  })
  drawWaves(paper, report.waves, say, form)
  drawRepresentation(paper, report.representation, say, form)
  return paper.finish((page, of) => say.footer(office, page, of))
}

interface Formats {
  whole: (count: number) => string
  tenth: (number: number) => string
  percent: (share: number) => string
  change: (number: number) => string
}

function formats(language: 'pl' | 'en'): Formats {
  const whole = new Intl.NumberFormat(language)
  const tenth = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const change = new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay: 'exceptZero' })
  return {
    whole: (count) => whole.format(count),
    tenth: (number) => tenth.format(number),
    percent: (share) => percent.format(share),
    change: (number) => change.format(number),
  }
}

function drawQuestion(
  paper: Paper,
  title: string,
  question: SurveyQuestionResult,
  { say, form, texts }: { say: ReportWords; form: Formats; texts: SurveyTextGroups | undefined },
): void {
  const { kind, answered, skipped, mean, score, options } = question
  paper.heading(title)
  const facts = [
    say.answered(answered),
    skipped > 0 ? say.skipped(skipped) : undefined,
    score !== null && isScored(kind) ? say.score[kind](form.tenth(score)) : undefined,
    mean !== null && kind !== 'ces' ? `${say.mean} ${form.tenth(mean)}` : undefined,
  ]
  paper.paragraph(answered + skipped === 0 ? say.nobody : facts.filter((one) => one !== undefined).join(' · '), {
    soft: true,
  })
  for (const { label, count, share } of options)
    paper.bar(label, `${form.whole(count)} (${form.percent(share)})`, share)
  if (!texts || texts.read === 0) return
  paper.paragraph(`${say.written} ${say.read(texts.read)}`)
  for (const { words, count, examples } of texts.groups) {
    paper.bar(words.join(', '), `${form.whole(count)} (${form.percent(count / texts.read)})`, count / texts.read)
    if (examples[0] !== undefined) paper.paragraph(`„${shortened(examples[0])}”`, { soft: true })
  }
  if (texts.others > 0) paper.paragraph(say.others(texts.others), { soft: true })
}

function isScored(kind: SurveyQuestionResult['kind']): kind is keyof ReportWords['score'] {
  return kind === 'nps' || kind === 'csat' || kind === 'ces'
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length <= 160 ? line : `${line.slice(0, 159)}…`
}

/** Of each question one number a wave: its score, else its mean, else the option chosen most now. */
function drawWaves(paper: Paper, { waves, questions }: SurveyWaves, say: ReportWords, form: Formats): void {
  if (waves.length < 2) return
  const latest = waves.slice(-4)
  paper.heading(say.waves)
  const first = 0.34
  const columns = [
    { title: say.question, width: first },
    ...latest.map(({ label, day }) => ({
      title: `${label} (${day})`,
      width: (1 - first) / latest.length,
      right: true,
    })),
  ]
  const rows = questions.flatMap(({ text, results, changes }) => {
    const shown = results.slice(-latest.length)
    const most = shown
      .findLast((one) => one !== null)
      ?.options.reduce((a, b) => (b.share > a.share ? b : a), { id: '', label: '', share: -1, count: 0 })
    const cells = shown.map((result, index) => {
      if (!result || result.answered === 0) return '–'
      const change = changes.slice(-latest.length)[index]
      const since = (number: number | null | undefined, unit = '') =>
        number === null || number === undefined ? '' : ` (${form.change(number)}${unit})`
      if (result.score !== null) return `${form.tenth(result.score)}${since(change?.score)}`
      if (result.mean !== null) return `${form.tenth(result.mean)}${since(change?.mean)}`
      const option = result.options.find(({ id }) => id === most?.id)
      const moved = change?.shares[most?.id ?? '']
      return option ? `${form.percent(option.share)}${since(moved === undefined ? undefined : moved * 100)}` : '–'
    })
    const isShare = shown.some((one) => one !== null && one.score === null && one.mean === null)
    if (isShare && (most?.share ?? -1) < 0) return []
    return [[isShare ? `${text} – ${most?.label ?? ''}` : text, ...cells]]
  })
  paper.table(columns, rows)
}

function drawRepresentation(paper: Paper, { fields }: SurveyRepresentation, say: ReportWords, form: Formats): void {
  for (const { field, isAge, rows, misplaced, answered } of fields) {
    if (rows.length === 0 || answered === 0) continue
    paper.heading(say.representation(field), 120)
    if (misplaced !== null) paper.paragraph(say.misplaced(form.percent(misplaced)))
    const { value, invited, answered: told, rate, shareInvited, shareAnswered } = say.columns
    const right = true
    paper.table(
      [
        { title: value, width: 0.3 },
        { title: invited, width: 0.12, right },
        { title: told, width: 0.14, right },
        { title: rate, width: 0.12, right },
        { title: shareInvited, width: 0.16, right },
        { title: shareAnswered, width: 0.16, right },
      ],
      rows.map((row) => [
        row.value === '' ? say.rest : isAge ? say.bands(row.value) : row.value,
        form.whole(row.invited),
        row.answered === null ? say.few : form.whole(row.answered),
        row.rate === null ? '–' : form.percent(row.rate),
        form.percent(row.shareInvited),
        row.shareAnswered === null ? '–' : form.percent(row.shareAnswered),
      ]),
    )
  }
}
