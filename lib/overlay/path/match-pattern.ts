import { type Budget, OVER_BUDGET, spend } from './budget.ts'
import type { Pattern, Repeat } from './i-regexp.ts'

/** Step of an automaton: tests a character or a place and goes on, or goes on in several ways at once; the end accepts. */
type Step =
  | { readonly kind: 'char'; readonly test: (char: string) => boolean }
  | { readonly kind: 'edge'; readonly isStart: boolean }
  | { readonly kind: 'fork'; readonly ways: number[] }
  | { readonly kind: 'end' }

/** Regular expression as an automaton; each step goes on to the next one. */
export type Automaton = readonly Step[]

/** Most steps of an automaton; counted repetitions are written out. */
const MAX_STEPS = 5_000

/** Builds the automaton of a pattern. @throws OVER_BUDGET if it is too large */
export function toAutomaton(pattern: Pattern): Automaton {
  const steps: Step[] = []
  append(steps, pattern)
  return [...steps, { kind: 'end' }]
}

const push = <T extends Step>(steps: Step[], step: T): T => {
  if (steps.length >= MAX_STEPS) throw OVER_BUDGET
  steps.push(step)
  return step
}

const fork = (steps: Step[]): number[] => push(steps, { kind: 'fork', ways: [] as number[] }).ways

const append = (steps: Step[], pattern: Pattern): void => {
  if (pattern.kind === 'char' || pattern.kind === 'edge') push(steps, pattern)
  else if (pattern.kind === 'repeat') appendRepeat(steps, pattern)
  else if (pattern.kind === 'choice') appendChoice(steps, pattern.parts)
  else for (const part of pattern.parts) append(steps, part)
}

const appendChoice = (steps: Step[], parts: readonly Pattern[]): void => {
  const start = fork(steps)
  const ends = parts.map(part => {
    start.push(steps.length)
    append(steps, part)
    return fork(steps)
  })
  for (const end of ends) end.push(steps.length)
}

const appendRepeat = (steps: Step[], { part, min, max }: Repeat): void => {
  for (let i = 0; i < min; i++) append(steps, part)
  const exits: number[][] = []
  for (let i = min; i < (max === Infinity ? min + 1 : max); i++) {
    const start = steps.length
    const ways = fork(steps)
    ways.push(steps.length)
    exits.push(ways)
    append(steps, part)
    if (max === Infinity) fork(steps).push(start)
  }
  for (const ways of exits) ways.push(steps.length)
}

/**
 * Tests if a text matches an automaton, as a whole or in a part of it, in time linear in the text.
 * @throws OVER_BUDGET
 */
export function matches(automaton: Automaton, text: string, isWhole: boolean, budget: Budget): boolean {
  const end = automaton.length - 1
  let at = 0
  let active = new Set<number>()
  enter(automaton, active, 0, { isStart: true, isEnd: text === '' })
  for (const char of text) {
    if (!isWhole && active.has(end)) return true
    spend(budget, 1 + active.size)
    at += char.length
    const place = { isStart: false, isEnd: at === text.length }
    const next = new Set<number>()
    for (const i of active) {
      const step = automaton[i]
      if (step?.kind === 'char' && step.test(char)) enter(automaton, next, i + 1, place)
    }
    if (!isWhole) enter(automaton, next, 0, place)
    else if (next.size === 0) return false
    active = next
  }
  return active.has(end)
}

type Place = { readonly isStart: boolean; readonly isEnd: boolean }

/** Adds a step, and those that lead on from it without a character. */
const enter = (automaton: Automaton, active: Set<number>, start: number, { isStart, isEnd }: Place): void => {
  const open = [start]
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    if (active.has(i)) continue
    active.add(i)
    const step = automaton[i]
    if (step?.kind === 'fork') open.push(...step.ways)
    if (step?.kind === 'edge' && (step.isStart ? isStart : isEnd)) open.push(i + 1)
  }
}
