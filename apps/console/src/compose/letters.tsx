import { measure, transliterate } from '@kurenda/sms-text'
import { Choice, Meter } from '@kurenda/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMoney } from '../format.ts'
import css from './compose.module.css'
import type { Size } from './estimate.ts'

const sampleLength = 40

/**
 * What the text costs and why; letters that cost are a choice between two cards, never changed by themselves. `shown` is how a
 * real person's text reads.
 */
export function Letters(props: {
  text: string
  onChange: (text: string) => void
  shown: string | undefined
  size: Size
  pricePerPart: number
}) {
  const { t } = useTranslation()
  const { text, size } = props
  // What it was with its letters, so that the choice can be taken back.
  const [withLetters, setWithLetters] = useState('')
  const read = props.shown ?? text
  const { parts, units, firstCostly } = measure(read)
  const isPlain = !firstCostly && withLetters !== '' && transliterate(withLetters) === text
  const original = isPlain ? withLetters : text
  const plain = transliterate(original)
  const others = [...read].filter((char) => measure(char).encoding === 'ucs2').length - 1
  const partsPlain = measure(transliterate(read)).parts
  const partsLetters = isPlain ? measure(withLetters).parts : parts
  // Where plain letters save nothing, there is nothing to choose.
  const isCostly = firstCostly !== undefined && partsLetters > partsPlain
  const gain = (partsLetters - partsPlain) * size.recipients * props.pricePerPart
  const money = (amount: number) => formatMoney({ amount, currency: size.cost.currency })
  const cost = (each: number) =>
    `${t('broadcasts.parts', { count: each })} · ${money(each * size.recipients * props.pricePerPart)}`
  return (
    <div className={css['meter']} id="letters">
      {text !== '' && (
        <Meter
          text={read}
          costly={isCostly}
          part={(number) => t('compose.part', { number })}
          fill={(used, all) => t('compose.partFill', { used, all })}
        />
      )}
      <p className={isCostly ? 'strong' : 'muted'}>
        {text === ''
          ? t('compose.noText')
          : isCostly
            ? t(others > 0 ? 'compose.costlyMore' : 'compose.costly', {
                char: firstCostly.char,
                word: firstCostly.word.replace(/[.,!?;:]+$/, ''),
                count: others,
                parts: t('broadcasts.parts', { count: parts }),
              })
            : `${t('broadcasts.parts', { count: parts })} · ${t('compose.chars', { count: units })}`}
      </p>
      {(isCostly || isPlain) && plain !== original && (
        <Choice
          legend={t('compose.letters')}
          name="letters"
          value={isPlain ? 'plain' : 'letters'}
          onChange={(value) => {
            if (value === 'letters') return props.onChange(withLetters)
            setWithLetters(text)
            props.onChange(plain)
          }}
          cards={[
            { value: 'letters', title: t('compose.withLetters'), note: cost(partsLetters) },
            {
              value: 'plain',
              title: t('compose.withoutLetters'),
              ...(gain > 0 && { gain: t('compose.gain', { money: money(gain) }) }),
              note: `${t('broadcasts.parts', { count: partsPlain })} · „${plain.slice(0, sampleLength)}${plain.length > sampleLength ? '…' : ''}”`,
            },
          ]}
        />
      )}
    </div>
  )
}
