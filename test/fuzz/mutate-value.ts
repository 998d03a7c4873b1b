import { escapeToken } from '../../lib/json/location.ts'
import { HOSTILE_KEYS, HOSTILE_NUMBERS, HOSTILE_TEXTS, HOSTILE_VALUES } from './hostile-values.ts'
import type { Random } from './random.ts'
import { copy, type Holder, isHolder, put, read, remove, type Slot, slotsOf, write } from './slots.ts'

type Mutation = (random: Random, slots: readonly [Slot, ...Slot[]]) => void

/** A place, the upper ones as likely as the many below them. */
const choose = (random: Random, slots: readonly [Slot, ...Slot[]]): Slot => {
  const depth = 1 + random.below(9)
  const [first, ...rest] = random.chance(0.5) ? slots.filter(slot => slot.depth === depth) : slots
  return first === undefined ? random.pick(slots) : random.pick([first, ...rest])
}

const swap: Mutation = (random, slots) => {
  const [one, other] = [choose(random, slots), choose(random, slots)]
  const [value, otherValue] = [copy(read(one)), copy(read(other))]
  write(one, otherValue)
  write(other, value)
}

const omit: Mutation = (random, slots) => remove(choose(random, slots))

const duplicate: Mutation = (random, slots) => {
  const { holder, key } = choose(random, slots)
  const value = copy(holder[key])
  if (Array.isArray(holder)) holder.push(value)
  else put(holder, random.chance(0.5) ? `${key}${random.pick([' ', '2', '/', '_', '.'])}` : key.toUpperCase(), value)
}

const retype: Mutation = (random, slots) => {
  const slot = choose(random, slots)
  const value = read(slot)
  write(
    slot,
    random.pick<unknown>([[value], JSON.stringify(value), Number(JSON.stringify(value)) || 0, { value }, false, null]),
  )
}

const graft: Mutation = (random, slots) => {
  const [from, to] = [choose(random, slots), choose(random, slots)]
  write(to, copy(read(from)))
}

/** A reference to an ancestor, to itself, or to anywhere. */
const refer: Mutation = (random, slots) => {
  const slot = choose(random, slots)
  const pointers = pointersOf(slots)
  const itself = pointers.get(slot.holder) ?? ''
  const elsewhere = pointers.get(choose(random, slots).holder) ?? ''
  const target = random.pick([`${itself}/${escapeToken(slot.key)}`, itself, elsewhere, `${elsewhere}/nowhere`])
  write(
    slot,
    random.chance(0.2) && isHolder(read(slot))
      ? { ...(read(slot) as Holder), $ref: `#${target}` }
      : { $ref: `#${target}` },
  )
}

const pointersOf = (slots: readonly Slot[]): Map<unknown, string> => {
  const pointers = new Map<unknown, string>()
  for (const slot of slots) {
    const value = read(slot)
    if (isHolder(value)) pointers.set(value, `${pointers.get(slot.holder) ?? ''}/${escapeToken(slot.key)}`)
  }
  return pointers
}

const nest: Mutation = (random, slots) => {
  const slot = choose(random, slots)
  const levels = random.pick([3, 40, 100, 240, 400])
  const key = random.pick(['items', 'not', 'allOf', 'properties', 'schema', '$ref', 'content'])
  let value = read(slot)
  for (let level = 0; level < levels; level++) value = key === 'allOf' ? { allOf: [value] } : { [key]: value }
  write(slot, value)
}

const enumerate: Mutation = (random, slots) => {
  const length = random.pick([2, 40, 5_000])
  const value = random.pick<unknown>([0, 'x', null])
  write(choose(random, slots), { enum: Array.from({ length }, (_, i) => (value === 'x' ? `x${i}` : (value ?? i))) })
}

const rename: Mutation = (random, slots) => {
  const { holder, key } = choose(random, slots)
  if (Array.isArray(holder)) return
  const value = holder[key]
  delete holder[key]
  put(holder, random.pick(HOSTILE_KEYS), value)
}

const insert: Mutation = (random, slots) => {
  const { holder } = choose(random, slots)
  const value = copy(random.pick(HOSTILE_VALUES))
  if (Array.isArray(holder)) holder.push(value)
  else put(holder, random.pick(HOSTILE_KEYS), value)
}

const replace: Mutation = (random, slots) => {
  const list = random.pick<readonly [unknown, ...unknown[]]>([HOSTILE_TEXTS, HOSTILE_NUMBERS, HOSTILE_VALUES])
  write(choose(random, slots), copy(random.pick(list)))
}

const embed: Mutation = (random, slots) => {
  const slot = choose(random, slots)
  const value = read(slot)
  if (typeof value === 'string') write(slot, `${value.slice(0, 20)}${random.pick(HOSTILE_TEXTS)}${value.slice(20)}`)
}

const MUTATIONS = [
  swap,
  omit,
  duplicate,
  retype,
  graft,
  refer,
  nest,
  enumerate,
  rename,
  insert,
  replace,
  embed,
] as const

/** Changes a parsed document in one to five places, in place: each change is made to what the ones before have left. */
export const mutateValue = (random: Random, document: unknown): void => {
  for (let changes = 1 + random.below(5); changes > 0; changes--) {
    const [first, ...rest] = slotsOf(document)
    if (first === undefined) return
    random.pick(MUTATIONS)(random, [first, ...rest])
  }
}
