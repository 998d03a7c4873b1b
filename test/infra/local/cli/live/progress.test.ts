import { expect, test } from 'vitest'
import { showProgress } from '../../../../../infra/local/cli/live/progress.ts'
import { START } from './support.ts'

/** Opens a view on a terminal or a file that keeps what is written, with a clock that the test moves. */
const open = (redraw: boolean, columns = 60) => {
  let time = START
  let tick = () => {}
  let resize = () => {}
  let running = true
  const written: string[] = []
  const terminal = {
    columns,
    rows: 24,
    write: (text: string | Uint8Array) => written.push(String(text)) > 0,
    on: (_: string, listener: () => void) => {
      resize = listener
      return process.stderr
    },
    off: () => {
      running = false
      return process.stderr
    },
  }
  const view = showProgress(terminal as never, {
    redraw,
    plain: true,
    dryRun: true,
    now: () => time,
    every: (_, call) => {
      tick = call
      return () => {
        tick = () => {}
      }
    },
  })
  return {
    ...view,
    /** Returns what was written since the last call. */
    take: () => written.splice(0).join(''),
    after: (seconds: number) => {
      time = START + seconds * 1000
      tick()
    },
    resizeTo: (width: number) => {
      terminal.columns = width
      resize()
    },
    isListening: () => running,
  }
}

test('a short import shows no view', () => {
  const view = open(true)
  view.report({ kind: 'phase', phase: 'read' })
  view.after(0.5)
  view.report({ kind: 'phase', phase: 'plan' })
  view.after(1)
  view.stop()
  expect(view.take()).toBe('')
})

test('a terminal shows a frame in one write, over the one before, and only if it has changed', () => {
  const view = open(true)
  view.report({ kind: 'phase', phase: 'plan' })
  view.after(1.5)
  expect(view.take()).toBe('plan\u001b[K\nnext: compare | report\u001b[K\n\u001b[J')
  view.after(1.7)
  expect(view.take()).toBe('')
  view.report({ kind: 'phase', phase: 'compare' })
  expect(view.take()).toBe('\r\u001b[2Acompare\u001b[K\ndone: plan\u001b[K\nnext: report\u001b[K\n\u001b[J')
  view.stop()
  expect(view.take()).toBe('\r\u001b[3A\u001b[J')
  view.print('after the end')
  expect(view.take()).toBe('after the end\n')
  expect(view.isListening()).toBe(false)
})

test('a line is printed above the view', () => {
  const view = open(true)
  view.report({ kind: 'phase', phase: 'report' })
  view.after(1.5)
  view.take()
  view.print('Stopping')
  expect(view.take()).toBe('\r\u001b[1A\u001b[JStopping\nreport\u001b[K\n\u001b[J')
})

test('a narrower terminal clears the rows that it has wrapped', () => {
  const view = open(true)
  view.report({ kind: 'phase', phase: 'plan' })
  view.after(1.5)
  view.take()
  view.resizeTo(12)
  // "plan" is one row, "next: compare | report" two.
  expect(view.take()).toBe('\r\u001b[3A\u001b[Jplan\u001b[K\nnext: co...\u001b[K\n\u001b[J')
})

test('trouble is shown at once', () => {
  const view = open(true)
  view.report({ kind: 'phase', phase: 'read' })
  view.report({ kind: 'sent', perSecond: 5 })
  view.report({ kind: 'failed', cause: 'status 503', status: 503 })
  view.report({ kind: 'retry', at: START + 4_000 })
  expect(view.take()).toContain('platform not available (status 503); next try in 4 s')
})

test('the end of a wait is not a response of the platform', () => {
  const view = open(false)
  view.report({ kind: 'waiting', until: START + 3_000, reason: 'The import waits for its next try.' })
  view.after(4)
  view.report({ kind: 'phase', phase: 'read' })
  view.after(5)
  view.stop()
  const lines = view.take().split('\n')
  expect(lines).toEqual([
    expect.stringMatching(/^the import waits for its next try; waiting until .* \(3 s\)$/),
    'read',
    '',
  ])
})

test('a file gets a line for each phase, for each trouble, and every five seconds', () => {
  const view = open(false)
  view.report({ kind: 'phase', phase: 'read' })
  view.after(1.5)
  view.report({ kind: 'phase', phase: 'compare' })
  view.after(2)
  view.report({ kind: 'settled', phase: 'compare', items: 50, added: 50, written: 0 })
  view.after(4)
  view.report({ kind: 'sent', perSecond: 5 })
  view.report({ kind: 'throttled' })
  view.report({ kind: 'retry', at: START + 14_000 })
  view.after(5)
  view.after(10)
  view.report({ kind: 'sent', perSecond: 5 })
  view.report({ kind: 'answered' })
  view.after(11)
  view.stop()
  expect(view.take().split('\n')).toEqual([
    'read',
    'compare',
    'platform limits the rate (status 429); next try in 10 s',
    'compare 50 | 1 retried | 1 throttled | platform limits the rate for 6 s (status 429); next try in 4 s',
    'platform responds again',
    '',
  ])
})
