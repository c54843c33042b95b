import { useElementSize } from '@mantine/hooks'
import { useId, type ReactNode } from 'react'
import { drawRiver, type Reading } from './draw-river.ts'
import css from './river.module.css'

/** What the river is told in words and figures. */
export interface RiverWords {
  title: string
  description: string
  /** The label of an instant on the axis. */
  at: (ms: number) => string
  now: string
}

/**
 * How a broadcast flows. Above, a reservoir: who still waits. Between, the stream: sent, not yet confirmed. Below, the bed:
 * delivered. `mini` has no axis and no labels. The numbers beside it (`children`) are the truth, the picture is the shape.
 */
export function DeliveryRiver(props: {
  readings: readonly Reading[]
  recipients: number
  /** Milliseconds. */
  now: number
  words: RiverWords
  mini?: boolean
  children?: ReactNode
}) {
  const { mini, words } = props
  const { ref, width } = useElementSize<HTMLDivElement>()
  const id = useId()
  const canvas = mini
    ? { width: Math.max(200, width), top: 6, lip: 81, floor: 189.5, lines: 30 }
    : { width: Math.max(240, width), top: 30, lip: 154.8, floor: 336.6, lines: 48 }
  const height = mini ? 196 : 409
  const river = drawRiver(props.readings, props.recipients, props.now, canvas)
  const { forecast, nowX, lip, floor } = river
  return (
    <div className={css['whole']} data-mini={mini}>
      <div ref={ref} className={css['river']}>
        <svg
          viewBox={`0 0 ${canvas.width} ${height}`}
          width="100%"
          height={height}
          role="img"
          aria-labelledby={`${id}t ${id}d`}
        >
          <title id={`${id}t`}>{words.title}</title>
          <desc id={`${id}d`}>{words.description}</desc>
          {!mini && river.ticks.map(({ x, at }) => <path key={at} className={css['grid']} d={`M${x},30V${floor}`} />)}
          <polygon className={css['queueArea']} points={river.queueArea} />
          <polygon className={css['bedArea']} points={river.bedArea} />
          <path className={css['queue']} d={river.queue} />
          <path className={css['fall']} d={river.fall} />
          <path className={css['stream']} d={river.stream} />
          <path className={css['sink']} d={river.sink} />
          <path className={css['bed']} d={river.bed} />
          {forecast && (
            <>
              <polygon
                className={css['bedArea']}
                data-soft
                points={`${nowX},${floor} ${nowX},${forecast.bedY} ${forecast.emptyX},${forecast.fullY} ${forecast.endX},${forecast.fullY} ${forecast.endX},${floor}`}
              />
              <path
                className={css['soon']}
                d={`M${nowX},${forecast.queueY}L${forecast.emptyX},${lip}M${nowX},${lip}H${forecast.emptyX}M${nowX},${forecast.bedY}L${forecast.emptyX},${forecast.fullY}M${nowX},${floor}H${forecast.endX}`}
              />
            </>
          )}
          <path className={css['floor']} d={`M0,${floor}H${nowX}`} />
          <path className={css['now']} d={`M${nowX},${mini ? 6 : 20}V${floor}`} />
          {!mini && (
            <>
              {river.ticks.map(({ x, at }, i) => (
                <text key={at} x={x} y={400.6} textAnchor={i === 0 && x < 20 ? 'start' : 'middle'}>
                  {words.at(at)}
                </text>
              ))}
              <text
                className={css['note']}
                x={nowX}
                y={13}
                textAnchor={nowX > canvas.width - 70 ? 'end' : nowX < 70 ? 'start' : 'middle'}
              >
                {words.now}
              </text>
              <path className={css['failed']} d={river.failed.map((x) => `M${x},350.6v9`).join('')} />
              {river.uncertain.map((x, i) => (
                <circle key={i} className={css['uncertain']} cx={x} cy={375.6} r={3.2} />
              ))}
            </>
          )}
        </svg>
      </div>
      {props.children && <div className={css['numbers']}>{props.children}</div>}
    </div>
  )
}

/** One of the numbers beside the river. `big` for those that people look for first. */
export const RiverNumber = (props: {
  part: 'queued' | 'sent' | 'delivered' | 'failed' | 'uncertain' | 'stopped'
  value: string
  word: string
  note?: string
  big?: boolean
}) => (
  <p className={css['number']} data-part={props.part} data-big={props.big}>
    <b className="num">{props.value}</b> <span>{props.word}</span>
    {props.note && <span className="xs muted num">{props.note}</span>}
  </p>
)
