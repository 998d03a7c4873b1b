/** Meaning of a part of a line, which a terminal shows as a colour. */
export type Style = 'heading' | 'removed' | 'added' | 'updated' | 'conflict' | 'quiet'

/** Part of a line. `isChanged`: the part of a value that differs from the other side. */
export type StyledText = { readonly text: string; readonly style?: Style; readonly isChanged?: true }

/** Line for a terminal. `hang`: columns that its further rows are indented by, if it is wrapped. */
export type StyledLine = { readonly texts: readonly StyledText[]; readonly hang: number }

/** Creates a line of one text; further rows are indented by 4 more columns than the text. */
export function lineOf(text: string, style?: Style): StyledLine {
  const indent = text.length - text.trimStart().length
  return { texts: [styled(text, style)], hang: indent + 4 }
}

/** Creates a part of a line. */
export function styled(text: string, style?: Style): StyledText {
  return style === undefined ? { text } : { text, style }
}

/** Returns a line without styles. Changed parts are in brackets, as in a word diff of git. */
export function plainLine({ texts }: StyledLine): string {
  return texts.map(plainText).join('')
}

const plainText = ({ text, style, isChanged }: StyledText): string => {
  if (!isChanged) return text
  return style === 'removed' ? `[-${text}-]` : `{+${text}+}`
}

/** Replaces characters that could steer the terminal or start a new line. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ')
}
