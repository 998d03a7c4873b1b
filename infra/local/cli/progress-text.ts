import type { ImportRecord } from '../../../lib/store/records.ts'

const WIDTH = 24
const MARKS = { fancy: ['█', '░', '·'], plain: ['#', '-', '|'] } as const
/** The milliseconds over which the rate is measured. */
const WINDOW = 10_000

/** Formats the progress of an import in one line. `rate` is in items per second, or 0 when unknown. */
export function progressText(
  { done, total, requests }: Pick<ImportRecord, 'done' | 'total' | 'requests'>,
  rate: number,
  plain: boolean,
): string {
  const [full, empty, dot] = MARKS[plain ? 'plain' : 'fancy']
  const filled = Math.round(Math.min(1, done / total) * WIDTH)
  const { retried = 0, throttled = 0 } = requests ?? {}
  const parts = [
    `${full.repeat(filled)}${empty.repeat(WIDTH - filled)} ${done}/${total}`,
    ...(rate > 0 ? [`${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`] : []),
    ...(rate > 0 && done < total ? [`${duration((total - done) / rate)} left`] : []),
    ...(retried > 0 ? [`${retried} retried`] : []),
    ...(throttled > 0 ? [`${throttled} throttled`] : []),
  ]
  return parts.join(` ${dot} `)
}

/** Formats seconds as seconds, minutes or hours. */
const duration = (seconds: number): string => {
  const whole = Math.max(1, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.round(whole / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Creates a meter that converts the number of finished items to a rate in items per second. `now` is in milliseconds. */
export function createRateMeter(now: () => number): (done: number) => number {
  let seen: { readonly at: number; readonly done: number }[] = []
  return done => {
    const at = now()
    const old = seen.filter(look => look.at <= at - WINDOW).at(-1)
    seen = [...(old === undefined ? [] : [old]), ...seen.filter(look => look.at > at - WINDOW), { at, done }]
    const [first] = seen
    return first === undefined || at === first.at ? 0 : ((done - first.done) / (at - first.at)) * 1000
  }
}
