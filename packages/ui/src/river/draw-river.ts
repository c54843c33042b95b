/** How a broadcast stood at an instant. */
export interface Reading {
  /** Milliseconds since 1970. */
  at: number
  /** Who still waits. */
  queued: number
  /** Sent and not yet confirmed. */
  sent: number
  delivered: number
  /** Counted up to `at`. */
  failed: number
  uncertain: number
}

export interface River {
  /** How many people one line stands for. */
  perLine: number
  /** Paths of all lines together, by the part of their way: waiting, falling to the operator, on its way, falling to the bed, lying there. */
  queue: string
  fall: string
  stream: string
  sink: string
  bed: string
  queueArea: string
  bedArea: string
  /** One tick a failure, one circle an uncertain one, at most a few hundred drawn. */
  failed: readonly number[]
  uncertain: readonly number[]
  nowX: number
  /** Where the dots of the forecast end; undefined where nothing is left to come. */
  forecast: { emptyX: number; queueY: number; bedY: number; fullY: number; endX: number } | undefined
  /** Axis: instants and where they stand. */
  ticks: readonly { x: number; at: number }[]
  lip: number
  floor: number
}

export interface Canvas {
  width: number
  /** Heights of the reservoir, the stream between, and the bed. */
  top: number
  lip: number
  floor: number
  /** So many lines at the most. */
  lines: number
}

const mostMarks = 300

/** ⌈n / lines⌉ people a line, rounded up to 1, 2, 5, 10, 20, … */
export function peoplePerLine(recipients: number, lines: number): number {
  const least = Math.max(1, Math.ceil(recipients / lines))
  const power = 10 ** Math.floor(Math.log10(least))
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= least) ?? least
}

/** When the sending will be over at the pace of its last minute; undefined where it stands still or is over. */
export function forecastEnd(readings: readonly Reading[]): number | undefined {
  const last = readings.at(-1)
  if (!last || last.queued === 0) return undefined
  const before = readings.findLast(({ at }) => at <= last.at - 60_000) ?? readings[0]
  if (!before || before.at === last.at || before.queued <= last.queued) return undefined
  return last.at + (last.queued * (last.at - before.at)) / (before.queued - last.queued)
}

/**
 * The river from readings, oldest first. A line slides down the reservoir as its turn comes, falls when it is sent, falls
 * again when it is confirmed, and stays at its rank in the bed. `now`: milliseconds; where all is settled, the last reading.
 */
export function drawRiver(readings: readonly Reading[], recipients: number, now: number, canvas: Canvas): River {
  const perLine = peoplePerLine(recipients, canvas.lines)
  const first = readings[0] ?? { at: now, queued: recipients, sent: 0, delivered: 0, failed: 0, uncertain: 0 }
  const last = readings.at(-1) ?? first
  const begun = first.at
  const shownNow = Math.max(now, last.at, begun + 1)
  const end = forecastEnd(readings)
  const elapsed = shownNow - begun
  const isOver = last.queued === 0 && last.sent === 0
  const until = isOver ? shownNow : Math.max(shownNow + elapsed * 0.12, Math.min(end ?? 0, shownNow + elapsed * 1.5))
  const x = (at: number) => ((Math.min(at, until) - begun) / (until - begun)) * canvas.width
  const space = (canvas.lip - canvas.top) / canvas.lines
  const streamY = canvas.lip + (canvas.floor - canvas.lip) * 0.185
  const lines = Math.ceil(recipients / perLine)
  const nowX = x(shownNow)

  const gone = (reading: Reading) => recipients - reading.queued
  const isSteady = (reading: Reading, i: number) =>
    i > 0 &&
    i < readings.length - 1 &&
    reading.queued === readings[i - 1]?.queued &&
    reading.queued === readings[i + 1]?.queued
  const steps = readings.filter((reading, i) => !isSteady(reading, i))
  const waitY = (line: number, reading: Reading) =>
    canvas.lip - Math.max(0, line + 0.5 - gone(reading) / perLine) * space

  const river = { queue: '', fall: '', stream: '', sink: '', bed: '' }
  for (let line = 0; line < lines; line++) {
    const rank = Math.min(recipients, (line + 1) * perLine)
    const fallAt = crossing(readings, gone, rank - perLine / 2)
    let path = ''
    for (const step of steps) {
      if (fallAt !== undefined && step.at >= fallAt) break
      path += `${path === '' ? 'M' : 'L'}${n(x(step.at))},${n(waitY(line, step))}`
    }
    if (path !== '') {
      const restX = fallAt === undefined ? nowX : x(fallAt)
      const restY = fallAt === undefined ? waitY(line, last) : canvas.lip
      river.queue += `${path}L${n(restX)},${n(restY)}`
    }
    if (fallAt === undefined) continue
    const fallX = x(fallAt)
    const landX = Math.min(nowX, fallX + 10)
    river.fall += curve(fallX, canvas.lip, landX, streamY)
    const confirmedAt = crossing(readings, (reading) => reading.delivered, rank - perLine / 2)
    const confirmX = confirmedAt === undefined ? undefined : Math.max(landX, x(confirmedAt))
    if (confirmX === undefined) {
      // What failed lies nowhere: only as many lines wait in the stream as people do.
      if (line * perLine < last.delivered + last.sent) river.stream += `M${n(landX)},${n(streamY)}H${n(nowX)}`
      continue
    }
    if (confirmX > landX) river.stream += `M${n(landX)},${n(streamY)}H${n(confirmX)}`
    const bedX = Math.min(nowX, confirmX + 14)
    const bedY = canvas.floor - (line + 0.5) * space
    river.sink += curve(confirmX, streamY, bedX, bedY)
    if (nowX > bedX) river.bed += `M${n(bedX)},${n(bedY)}H${n(nowX)}`
  }
  const bedTop = (reading: Reading) => canvas.floor - (reading.delivered / perLine) * space
  const queueTop = (reading: Reading) => canvas.lip - (reading.queued / perLine) * space
  const outline = (top: (reading: Reading) => number, base: number) =>
    `0,${n(base)} ${readings.map((r) => `${n(x(r.at))},${n(top(r))}`).join(' ')} ${n(nowX)},${n(top(last))} ${n(nowX)},${n(base)}`
  return {
    perLine,
    ...river,
    queueArea: outline(queueTop, canvas.lip),
    bedArea: outline(bedTop, canvas.floor),
    failed: marks(readings, (reading) => reading.failed).map(x),
    uncertain: marks(readings, (reading) => reading.uncertain).map(x),
    nowX,
    forecast:
      isOver || end === undefined
        ? undefined
        : {
            emptyX: x(end),
            endX: canvas.width,
            queueY: queueTop(last),
            bedY: bedTop(last),
            fullY: bedTop({ ...last, delivered: last.delivered + last.queued + last.sent }),
          },
    ticks: axis(begun, until).map((at) => ({ at, x: x(at) })),
    lip: canvas.lip,
    floor: canvas.floor,
  }
}

const n = (value: number) => String(Math.round(value * 10) / 10)

/** A line that bends from one height to another. */
function curve(fromX: number, fromY: number, toX: number, toY: number): string {
  const third = (toX - fromX) * 0.64
  return `M${n(fromX)},${n(fromY)}C${n(fromX + third)},${n(fromY)} ${n(toX - third)},${n(toY)} ${n(toX)},${n(toY)}`
}

/** When a count that only grows reached a value, between readings by straight line; undefined where it has not. */
function crossing(
  readings: readonly Reading[],
  count: (reading: Reading) => number,
  value: number,
): number | undefined {
  const i = readings.findIndex((reading) => count(reading) >= value)
  const after = readings[i]
  if (!after) return undefined
  const before = readings[i - 1]
  if (!before) return after.at
  const [from, to] = [count(before), count(after)]
  return before.at + ((after.at - before.at) * (value - from)) / Math.max(1, to - from)
}

/** One instant for each that was added, spread over the time between two readings. */
function marks(readings: readonly Reading[], count: (reading: Reading) => number): number[] {
  const found: number[] = []
  readings.forEach((reading, i) => {
    const before = readings[i - 1]
    const added = before ? count(reading) - count(before) : 0
    if (!before || added <= 0) return
    const shown = Math.min(added, 40)
    for (let k = 0; k < shown; k++) found.push(before.at + ((reading.at - before.at) * (k + 0.5)) / shown)
  })
  return found.slice(-mostMarks)
}

const minute = 60_000
const steps = [
  5_000,
  15_000,
  30_000,
  minute,
  2 * minute,
  5 * minute,
  15 * minute,
  30 * minute,
  60 * minute,
  180 * minute,
]

/** Round instants of the axis, at most eight. */
function axis(from: number, until: number): number[] {
  const step = steps.find((each) => (until - from) / each <= 8) ?? 1440 * minute
  const ticks: number[] = []
  for (let at = Math.ceil(from / step) * step; at < until; at += step) ticks.push(at)
  return ticks
}
