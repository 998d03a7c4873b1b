import { gzipSync } from 'node:zlib'
import { HOSTILE_TEXTS } from './hostile-values.ts'
import type { Random } from './random.ts'

type Mutation = (random: Random, bytes: Buffer) => Buffer

const inserted = (bytes: Buffer, at: number, ...added: number[]): Buffer =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from(added), bytes.subarray(at)])

const flip: Mutation = (random, bytes) => {
  const flipped = Buffer.from(bytes)
  const at = random.below(bytes.length)
  flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8))
  return flipped
}

const truncate: Mutation = (random, bytes) => bytes.subarray(0, random.below(bytes.length))

const invalidUtf8: Mutation = (random, bytes) =>
  inserted(bytes, random.below(bytes.length), ...random.pick([[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf8, 0x88], [0]]))

/** Changes the text of a file; what is no UTF-8 in it is lost, which is a change as well. */
const onText =
  (change: (random: Random, text: string) => string): Mutation =>
  (random, bytes) =>
    Buffer.from(change(random, bytes.toString('utf8')))

const onLine = (change: (random: Random, line: string) => string): Mutation =>
  onText((random, text) => {
    const lines = text.split('\n')
    const at = random.below(lines.length)
    lines[at] = change(random, lines[at] ?? '')
    return lines.join('\n')
  })

const tab = onLine((_, line) => line.replace(/^ */, indent => '\t'.repeat(Math.ceil(indent.length / 2))))
const outdent = onLine((random, line) => line.slice(random.below(6)))
const indent = onLine((random, line) => ' '.repeat(random.below(6)) + line)
const repeat = onLine((_, line) => `${line}\n${line}`)
const drop = onLine(() => '')
const hostile = onLine((random, line) => line.slice(0, random.below(line.length + 1)) + random.pick(HOSTILE_TEXTS))
const anchor = onLine((random, line) =>
  line.replace(/(: |- )/, `$1${random.pick(['&a ', '*a ', '&a *a ', '!!map ', '!x ', '<<: *a '])}`),
)
const alias = onText((random, text) => {
  const lines = text.split('\n')
  const [from = 0, to = 0] = [random.below(lines.length), random.below(lines.length)].sort((a, b) => a - b)
  const [anchored = '', aliased = ''] = [lines[from], lines[to]]
  lines[to] = aliased.includes(':') ? `${aliased.slice(0, aliased.indexOf(':'))}: *a` : aliased
  lines[from] = anchored.replace(':', ': &a')
  return lines.join('\n')
})
const crlf = onText((_, text) => text.replaceAll('\n', '\r\n'))
const twice = onText((_, text) => `${text}\n---\n${text}`)
const punctuate = onText((random, text) => {
  const at = random.below(text.length)
  return (
    text.slice(0, at) +
    random.pick(['{', '}', '[', ']', ',', ':', '"', "'", '\\', '#', '|', '>', '&', '*', '%', '\t']) +
    text.slice(at)
  )
})
const utf16: Mutation = (_, bytes) => Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le')
const byteOrderMark: Mutation = (random, bytes) => inserted(bytes, random.pick([0, 0, 1, 3]), 0xef, 0xbb, 0xbf)
const zip: Mutation = (_, bytes) => gzipSync(bytes, { level: 1 })

const MUTATIONS = [
  flip,
  truncate,
  invalidUtf8,
  tab,
  outdent,
  indent,
  repeat,
  drop,
  hostile,
  anchor,
  alias,
  crlf,
  twice,
  punctuate,
  utf16,
  byteOrderMark,
  zip,
] as const

/** Damages the bytes of a file in one to four ways. */
export const mutateBytes = (random: Random, original: Uint8Array): Uint8Array => {
  let bytes: Buffer = Buffer.from(original)
  for (let changes = 1 + random.below(4); changes > 0 && bytes.length > 0; changes--)
    bytes = random.pick<Mutation>(MUTATIONS)(random, bytes)
  return bytes
}
