/** Formats seconds as seconds, minutes or hours. */
export function duration(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.round(whole / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Formats a rate, in items per second. */
export function rateText(perSecond: number): string {
  return `${perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond))}/s`
}

/** Formats a number of items. */
export function count(items: number): string {
  return items.toLocaleString('en-US')
}

/** Formats a time (epoch ms) in the local time zone. */
export function timeOfDay(at: number): string {
  return new Date(at).toTimeString().slice(0, 8)
}
