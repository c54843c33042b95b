import type { SurveyContent, SurveyQuestion, SurveyQuestionKind } from '@kurenda/contract'
import { ActionIcon, Button, NativeSelect, NumberInput, Switch } from '@mantine/core'
import { ArrowDownIcon, ArrowUpIcon, CopyIcon, PlusIcon, Trash2Icon, XIcon } from 'lucide-react'
import { useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { read, type SurveyLanguage } from '../texts.ts'
import { Branches } from './branches.tsx'
import {
  addChoice,
  copyQuestion,
  isScale,
  kinds,
  moveQuestion,
  ofKind,
  removeChoice,
  removeQuestion,
  withQuestion,
} from './edit-content.ts'
import css from './editor.module.css'
import { Words } from './words.tsx'

/** One question: a line that says what it asks, and when it is opened, all that can be changed. */
export function QuestionEditor(props: {
  content: SurveyContent
  question: SurveyQuestion
  language: SurveyLanguage
  opened: boolean
  onOpen: (id: string | undefined) => void
  onChange: (content: SurveyContent) => void
  errorAt: (field: string) => string | undefined
  /** Whether anything of it is wrong. */
  isWrong: boolean
}) {
  const { t } = useTranslation()
  const { content, question, opened, onOpen, isWrong } = props
  const { id, kind, required, goTo } = question
  const body = useId()
  const place = content.questions.indexOf(question) + 1
  return (
    <li className={css['card']} data-opened={opened} data-question={id}>
      <h3>
        <button
          type="button"
          aria-expanded={opened}
          aria-controls={body}
          onClick={() => onOpen(opened ? undefined : id)}
        >
          <span className="num muted">{place}.</span>
          <span className={css['asked']}>{read(question.text, content.languages) || t('surveys.edit.noText')}</span>
          <span className="tag">{t(`surveys.kind.${kind}`)}</span>
          {!required && <span className="tag">{t('surveys.edit.optional')}</span>}
          {goTo.length > 0 && <span className="tag">{t('surveys.edit.branches')}</span>}
          {isWrong && <span className="tag attn">{t('surveys.edit.look')}</span>}
        </button>
      </h3>
      <div id={body} hidden={!opened} className={css['fields']}>
        {opened && <Fields {...props} />}
      </div>
    </li>
  )
}

function Fields(props: Parameters<typeof QuestionEditor>[0]) {
  const { t } = useTranslation()
  const { content, question, language, onChange, onOpen, errorAt } = props
  const { id, kind, required } = question
  const place = content.questions.indexOf(question)
  const bar = useRef<HTMLDivElement>(null)
  const change = (part: Partial<SurveyQuestion>) => onChange(withQuestion(content, id, part))
  const replace = (with_: SurveyQuestion) =>
    onChange({ ...content, questions: content.questions.map((one) => (one.id === id ? with_ : one)) })
  const move = (by: -1 | 1) => {
    onChange(moveQuestion(content, id, by))
    // A browser lets go of what it moves.
    requestAnimationFrame(() => bar.current?.querySelectorAll('button')[by === -1 ? 0 : 1]?.focus())
  }
  const shared = { language, languages: content.languages }
  return (
    <>
      <div className={css['pair']}>
        <NativeSelect
          label={t('surveys.edit.kind')}
          value={kind}
          onChange={(event) => replace(ofKind(question, event.currentTarget.value as SurveyQuestionKind))}
          data={kinds.map((value) => ({ value, label: t(`surveys.kind.${value}`) }))}
        />
        <Switch
          checked={required}
          onChange={(event) => change({ required: event.currentTarget.checked })}
          label={t('surveys.edit.required')}
        />
      </div>
      <Words
        {...shared}
        lines
        label={t('surveys.edit.text')}
        text={question.text}
        onChange={(text) => change({ text })}
        error={errorAt('text') ?? errorAt('')}
      />
      {(kind === 'choice' || kind === 'choices') && <Choices {...props} />}
      {kind === 'scale' && (
        <div className={css['numbers']}>
          <Whole
            label={t('surveys.edit.from')}
            value={question.from ?? 1}
            least={0}
            most={9}
            onChange={(from) => change({ from: from ?? 1 })}
            error={errorAt('range')}
          />
          <Whole
            label={t('surveys.edit.to')}
            value={question.to ?? 5}
            least={1}
            most={10}
            onChange={(to) => change({ to: to ?? 5 })}
          />
        </div>
      )}
      {isScale(kind) && (
        <div className={css['numbers']}>
          <Words
            {...shared}
            label={t('surveys.edit.low')}
            description={kind === 'scale' ? t('surveys.edit.endsFree') : t('surveys.edit.endsUsual')}
            text={question.low}
            onChange={(low) => change({ low })}
            error={errorAt('low')}
          />
          <Words
            {...shared}
            label={t('surveys.edit.high')}
            description={kind === 'scale' ? t('surveys.edit.endsFree') : t('surveys.edit.endsUsual')}
            text={question.high}
            onChange={(high) => change({ high })}
            error={errorAt('high')}
          />
        </div>
      )}
      {(kind === 'choices' || kind === 'number') && (
        <div className={css['numbers']}>
          <Whole
            label={t(kind === 'choices' ? 'surveys.edit.leastChoices' : 'surveys.edit.least')}
            value={question.least}
            onChange={(least) => replace(without(question, 'least', least))}
            error={errorAt('range')}
          />
          <Whole
            label={t(kind === 'choices' ? 'surveys.edit.mostChoices' : 'surveys.edit.most')}
            value={question.most}
            onChange={(most) => replace(without(question, 'most', most))}
          />
        </div>
      )}
      <Branches content={content} question={question} onChange={replace} errorAt={errorAt} />
      <div ref={bar} className={css['bar']}>
        <ActionIcon aria-label={t('surveys.edit.up')} disabled={place === 0} onClick={() => move(-1)}>
          <ArrowUpIcon size={18} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon
          aria-label={t('surveys.edit.down')}
          disabled={place === content.questions.length - 1}
          onClick={() => move(1)}
        >
          <ArrowDownIcon size={18} aria-hidden="true" />
        </ActionIcon>
        <Button
          variant="subtle"
          leftSection={<CopyIcon size={18} aria-hidden="true" />}
          onClick={() => {
            const copied = copyQuestion(content, id)
            onChange(copied.content)
            onOpen(copied.id)
          }}
        >
          {t('surveys.edit.copy')}
        </Button>
        <Button
          variant="subtle"
          leftSection={<Trash2Icon size={18} aria-hidden="true" />}
          onClick={() => onChange(removeQuestion(content, id))}
        >
          {t('surveys.edit.remove')}
        </Button>
      </div>
    </>
  )
}

function without(question: SurveyQuestion, name: 'least' | 'most', value: number | undefined): SurveyQuestion {
  const { [name]: _, ...others } = question
  return value === undefined ? others : { ...others, [name]: value }
}

function Whole(props: {
  label: string
  value: number | undefined
  least?: number
  most?: number
  onChange: (value: number | undefined) => void
  error?: string | undefined
}) {
  const { least, most } = props
  return (
    <NumberInput
      label={props.label}
      value={props.value ?? ''}
      allowDecimal={false}
      hideControls
      {...(least !== undefined && { min: least })}
      {...(most !== undefined && { max: most })}
      onChange={(value) => props.onChange(typeof value === 'number' ? value : undefined)}
      error={props.error}
    />
  )
}

function Choices(props: Parameters<typeof QuestionEditor>[0]) {
  const { t } = useTranslation()
  const { content, question, language, onChange, errorAt } = props
  const { id, choices = [] } = question
  const list = useRef<HTMLFieldSetElement>(null)
  const add = () => {
    onChange({ ...content, questions: content.questions.map((one) => (one.id === id ? addChoice(question) : one)) })
    requestAnimationFrame(() => [...(list.current?.querySelectorAll('input') ?? [])].at(-1)?.focus())
  }
  return (
    <fieldset ref={list} className={css['choices']}>
      <legend>{t('surveys.edit.choices')}</legend>
      <ol>
        {choices.map((choice, i) => (
          <li key={choice.id}>
            <span className="num muted">{i + 1}.</span>
            <Words
              hideLabel
              label={t('surveys.edit.choice', { number: i + 1 })}
              placeholder={t('surveys.edit.choice', { number: i + 1 })}
              text={choice.label}
              language={language}
              languages={content.languages}
              onChange={(label) =>
                onChange(
                  withQuestion(content, id, {
                    choices: choices.map((one) => (one.id === choice.id ? { ...one, label } : one)),
                  }),
                )
              }
              onEnter={add}
              error={errorAt(`choice.${choice.id}`)}
            />
            <ActionIcon
              aria-label={t('surveys.edit.removeChoice', { number: i + 1 })}
              onClick={() => onChange(removeChoice(content, question, choice.id))}
            >
              <XIcon size={18} aria-hidden="true" />
            </ActionIcon>
          </li>
        ))}
      </ol>
      {errorAt('choices') && <p className={css['wrong']}>{errorAt('choices')}</p>}
      <Button variant="subtle" leftSection={<PlusIcon size={18} aria-hidden="true" />} onClick={add}>
        {t('surveys.edit.addChoice')}
      </Button>
    </fieldset>
  )
}
