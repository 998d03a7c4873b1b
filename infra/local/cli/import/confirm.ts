import { createInterface } from 'node:readline/promises'
import type { Report } from '../../../../lib/report/report.ts'

type Terminal = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean }
}

/** Tests if an import was refused until a person confirms its changes. */
export function needsConfirmation({ outcome, confirm = [] }: Pick<Report, 'outcome' | 'confirm'>): boolean {
  return outcome === 'refused' && confirm.length > 0
}

type Question = {
  readonly confirm?: readonly { readonly message: string }[]
  /** Default: `This import`. */
  readonly subject?: string
}

/**
 * Asks the person at a terminal to confirm the changes of a refused import.
 * @returns false for every answer except yes; undefined without a terminal, and after Ctrl-C or the end of the input
 */
export async function askToConfirm(
  { confirm = [], subject = 'This import' }: Question,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<boolean | undefined> {
  if (!input.isTTY || !output.isTTY) return undefined
  const messages = confirm.map(({ message }) => `  ${printable(message)}\n`).join('')
  output.write(`${subject} needs a confirmation:\n${messages}`)
  const lines = createInterface({ input, output })
  // Ctrl-C and the end of the input mean no.
  const { promise: ended, resolve } = Promise.withResolvers<string>()
  lines.once('close', () => resolve('\n'))
  try {
    const answer = await Promise.race([lines.question('Import anyway? [y/N] '), ended])
    if (answer === '\n') {
      output.write(answer)
      return undefined
    }
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    lines.close()
  }
}

/** Replaces characters that could steer the terminal. */
const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ')
