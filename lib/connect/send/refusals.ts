import type { Attempt } from './attempt.ts'

export type Unauthorized = Extract<Attempt<never>, { kind: 'unauthorized' }>

/** Tokens that the platform refused, of all requests of a client. */
export type Refusals = {
  /** Returns the last response to a token that was refused twice. */
  readonly final: (token: string) => Unauthorized | undefined
  /** Returns the end of the check of a token that was refused once: it is fetched and sent again. */
  readonly checking: (token: string) => Promise<void> | undefined
  /** Begins the check of a token. */
  readonly begin: (token: string) => void
  /** Ends the check of a token. @param refusal the response, if it was refused again */
  readonly end: (token: string, refusal?: Unauthorized) => void
}

/** Creates the refusals of one client. */
export function createRefusals(): Refusals {
  const refused = new Map<string, Unauthorized>()
  const checks = new Map<string, PromiseWithResolvers<void>>()
  return {
    final: token => refused.get(token),
    checking: token => checks.get(token)?.promise,
    begin: token => {
      if (!checks.has(token)) checks.set(token, Promise.withResolvers<void>())
    },
    end: (token, refusal) => {
      if (refusal !== undefined) refused.set(token, refusal)
      checks.get(token)?.resolve()
      checks.delete(token)
    },
  }
}
