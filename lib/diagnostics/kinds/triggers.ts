import { quote } from '../../json/quote.ts'
import { info, kind } from '../kind.ts'

/** Number of operations that a message names. */
const SHOWN = 3

const named = (owners: readonly string[]): string => {
  const left = owners.length - SHOWN
  return `${owners.slice(0, SHOWN).join(', ')}${left > 0 ? ` and ${left} more` : ''}`
}

export const callbackUrl = kind(
  'callback-url',
  {
    meaning:
      'The vendor sends a callback to a URL that an earlier request contains. A trigger has no field for it; the expression is in its description.',
    remedy: 'Copy the URL of the trigger from the platform, and send it in that request.',
  },
  {
    described: info(
      (key: string, expression: string, owners: readonly string[]) =>
        `Callback ${quote(key)} is sent to the URL in ${quote(expression)} of ${named(owners)}; send the trigger's URL there.`,
    ),
  },
)

export const triggerRepeated = kind(
  'trigger-repeated',
  {
    meaning: 'The document describes the same event several times. It became one trigger.',
    remedy: 'Nothing to do.',
  },
  {
    joined: info(
      (name: string, count: number) => `The event of trigger ${name} is described ${count} times; it is one trigger.`,
    ),
  },
)

export const triggerRegistration = kind(
  'trigger-registration',
  {
    meaning:
      'Triggers were made from webhooks and callbacks. The vendor does not know their URLs yet, and signatures of its requests are not part of a trigger.',
    remedy: 'Copy the URL of each trigger from the platform, and register it at the vendor.',
  },
  {
    needed: info(
      (count: number) =>
        `Triggers: ${count}. Register their URLs at the vendor; signatures of its requests are not imported.`,
    ),
  },
)
