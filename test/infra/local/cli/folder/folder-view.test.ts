import { expect, test } from 'vitest'
import { showFolder } from '../../../../../infra/local/cli/folder/folder-view.ts'
import type { ProgressEvent } from '../../../../../lib/import/progress.ts'
import { START } from '../live/support.ts'

const ESCAPE = '\u001b'
const READ: ProgressEvent = { kind: 'phase', phase: 'read' }
const WRITE: readonly ProgressEvent[] = [
  { kind: 'phase', phase: 'actions' },
  { kind: 'sizes', sizes: { actions: { items: 40, writes: 40 } } },
  { kind: 'settled', phase: 'actions', items: 12, added: 12, written: 12 },
]
const DOWN: readonly ProgressEvent[] = [
  { kind: 'sent', perSecond: 10 },
  { kind: 'failed', cause: 'ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:1' },
]

/** Opens a view of three documents on a terminal or a file that keeps what is written, with a clock that the test moves. */
const open = (redraw: boolean, columns = 60) => {
  let time = START
  let tick = () => {}
  const written: string[] = []
  const write = (text: string | Uint8Array) => written.push(String(text)) > 0
  const view = showFolder({ columns, rows: 24, write } as never, {
    ...{ total: 3, redraw, plain: true, now: () => time },
    every: (_, call) => {
      tick = call
      return () => {}
    },
  })
  const report = (importId: string, events: readonly ProgressEvent[]) => {
    for (const event of events) view.report(importId, event)
  }
  return {
    ...view,
    report,
    /** Returns what was written since the last call. */
    take: () => written.splice(0).join(''),
    after: (seconds: number) => {
      time = START + seconds * 1000
      tick()
    },
  }
}

/** Returns the lines of the last frame. */
const frameOf = (text: string): string[] =>
  text
    .split(`${ESCAPE}[J`)
    .at(-2)
    ?.split('\n')
    .map(line => line.replaceAll(new RegExp(`${ESCAPE}\\[\\d*[A-Z]|\r`, 'g'), ''))
    .filter(line => line !== '') ?? []

test('a terminal has a line for each import that runs', () => {
  const { started, report, after, take } = open(true)
  started('crm', 'imp-1')
  started('shop', 'imp-2')
  report('imp-1', WRITE)
  report('imp-2', [READ])
  after(1)
  expect(frameOf(take())).toEqual(['0 of 3 documents | 2 running', 'crm: actions 12/40', 'shop: read'])
})

test('what needs attention stays above the view, what is done does not', () => {
  const { started, ended, after, take } = open(true)
  for (const connector of ['crm', 'shop']) started(connector, `imp-${connector}`)
  ended('crm', 'succeeded', true)
  ended('shop', 'failed', false)
  after(1)
  const text = take()
  expect(text).toContain('[2/3] shop: failed\n')
  expect(text).not.toContain('succeeded')
  expect(frameOf(text).at(-1)).toBe('2 of 3 documents | 1 needs attention | 0 running')
})

test('no line is wider than the terminal', () => {
  const { started, report, after, take } = open(true, 40)
  started('a-connector-with-a-name-that-is-longer-than-the-terminal', 'imp-1')
  report('imp-1', WRITE)
  report('imp-1', DOWN)
  after(3)
  const frame = frameOf(take())
  for (const line of frame) expect(line.length).toBeLessThan(40)
  expect(frame.at(-1)).toMatch(/^a-connector-.*\.\.\.: actions 12\/40$/)
  expect(frame.some(line => line.startsWith('platform not reachable'))).toBe(true)
})

test('a file has plain lines: starts, ends, the platform that is down, and the progress', () => {
  const { started, ended, report, after, take } = open(false)
  started('crm', 'imp-1')
  report('imp-1', WRITE)
  ended('shop', 'unchanged', true)
  expect(take()).toBe('crm: import imp-1\n[1/3] shop: unchanged\n')
  report('imp-1', DOWN)
  after(2)
  after(3)
  expect(take()).toBe('platform not reachable for 2 s (ECONNREFUSED 127.0.0.1:1)\n')
  after(8)
  expect(take()).toBe('1 of 3 documents | 1 running: crm (actions 12/40)\n')
})

test('one import in trouble among others is not a trouble of the platform', () => {
  const { started, report, after, take } = open(false)
  started('crm', 'imp-1')
  started('shop', 'imp-2')
  report('imp-1', DOWN)
  report('imp-2', [READ])
  take()
  after(2)
  expect(take()).toBe('')
})

test('Ctrl-C says what is done', () => {
  const { started, ended, interrupted, after, take, stop } = open(true)
  started('crm', 'imp-1')
  ended('shop', 'succeeded', true)
  expect(interrupted()).toEqual(['1 of 3 imports have ended; 1 are running.'])
  after(1)
  expect(frameOf(take())[0]).toBe('stopping | 1 of 3 documents | 1 running')
  stop()
  expect(take()).toBe(`\r${ESCAPE}[2A${ESCAPE}[J`)
})
