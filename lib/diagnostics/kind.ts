import { SEVERITIES, type Severity } from './severity.ts'

/** A message of the catalogue with its arguments filled in: a diagnostic without its location. */
export type Entry<Code extends string = string> = {
  readonly code: Code
  readonly severity: Severity
  readonly message: string
}

type Message<Args extends unknown[]> = { readonly severity: Severity; readonly text: (...args: Args) => string }
// `never` accepts every list of arguments; the builders of a kind keep their own.
type Messages = Readonly<Record<string, { readonly severity: Severity; readonly text: (...args: never) => string }>>

/** Meaning of a code and what to do about it: one or two sentences each, plain text with `code` in backticks. */
export type Explanation = { readonly meaning: string; readonly remedy: string }

/** One diagnostic code of the catalogue: its explanation, and a builder for each of its messages. */
export type Kind<Code extends string = string, M extends Messages = Messages> = Explanation & {
  readonly code: Code
  /** Severities that its messages have, gravest first. */
  readonly severities: readonly Severity[]
} & { readonly [Name in keyof M]: (...args: Parameters<M[Name]['text']>) => Entry<Code> }

/** Message of severity `error`: something was lost. */
export function error<Args extends unknown[]>(text: (...args: Args) => string): Message<Args> {
  return { severity: 'error', text }
}

/** Message of severity `warning`: something was changed or ignored. */
export function warning<Args extends unknown[]>(text: (...args: Args) => string): Message<Args> {
  return { severity: 'warning', text }
}

/** Message of severity `info`: worth knowing, no correction needed. */
export function info<Args extends unknown[]>(text: (...args: Args) => string): Message<Args> {
  return { severity: 'info', text }
}

/** Defines one code of the catalogue; every message becomes a function that fills in its arguments. */
export function kind<const Code extends string, M extends Messages>(
  code: Code,
  explanation: Explanation,
  messages: M,
): Kind<Code, M> {
  const builders = Object.entries(messages).map(([name, { severity, text }]) => [
    name,
    (...args: never) => ({ code, severity, message: text(...args) }),
  ])
  const severities = SEVERITIES.filter(severity =>
    Object.values(messages).some(message => message.severity === severity),
  )
  return { ...Object.fromEntries(builders), code, ...explanation, severities }
}
