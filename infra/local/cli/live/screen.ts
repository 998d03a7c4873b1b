import { styleText } from 'node:util'
import { rowsOf, type Segment } from './screen-text.ts'

/** Output of a live view, such as `process.stderr`. */
export type Terminal = Pick<NodeJS.WriteStream, 'write'> &
  Partial<Pick<NodeJS.WriteStream, 'columns' | 'rows' | 'on' | 'off'>>

const CLEAR_LINE = '\u001b[K'
const CLEAR_BELOW = '\u001b[J'

/** The interval of redraws, in milliseconds. */
export const REDRAW_INTERVAL = 200

/** Writes a view. `clear` removes it from the terminal, so that lines can be printed. */
export type Painter = { readonly draw: () => void; readonly clear: () => void; readonly stop: () => void }

/** Calls a function repeatedly. @returns a function that ends it */
export function onTimer(interval: number, call: () => void): () => void {
  const timer = setInterval(call, interval)
  return () => clearInterval(timer)
}

/** Formats a line; with a stream, in the colours that it has. */
export function paint(line: readonly Segment[], stream: Terminal | undefined): string {
  return line
    .map(({ text, colour }) =>
      colour === undefined || stream === undefined ? text : styleText(colour, text, { validateStream: false }),
    )
    .join('')
}

/** Creates the painter of a terminal. It writes a frame at once, over the one before, and only if something has changed. */
export function createScreen(terminal: Terminal, frameOf: (columns: number) => string[]): Painter {
  let shown: readonly string[] = []
  const columns = (): number => terminal.columns || 80
  /** The cursor is below the frame, so what the terminal echoes for Ctrl-C breaks no line. */
  const toTop = (): string => (shown.length === 0 ? '' : `\r\u001b[${rowsOf(shown, columns())}A`)
  const draw = (): void => {
    const frame = frameOf(columns()).slice(0, Math.max(1, (terminal.rows || 24) - 1))
    if (frame.join('\n') === shown.join('\n')) return
    terminal.write(`${toTop()}${frame.map(line => `${line}${CLEAR_LINE}\n`).join('')}${CLEAR_BELOW}`)
    shown = frame
  }
  const clear = (): void => {
    if (shown.length > 0) terminal.write(`${toTop()}${CLEAR_BELOW}`)
    shown = []
  }
  const resize = (): void => {
    // Lines that were wrapped by the terminal take more rows.
    clear()
    draw()
  }
  terminal.on?.('resize', resize)
  return { draw, clear, stop: () => terminal.off?.('resize', resize) }
}
