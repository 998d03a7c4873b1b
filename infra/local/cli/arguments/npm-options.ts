import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Option } from 'commander'
import type { Invocation } from '../subcommand.ts'
import { UsageError } from './command-line.ts'

/** Options of npm that have the name of an option of this program. npm exports them without a value if they are off. */
const OF_NPM = new Set(['dry-run', 'force', 'json', 'yes'])
/** Length from which a misspelling of an option is recognised. */
const MIN_LENGTH = 5

/**
 * Refuses options that npm has taken for itself. Without `--` before them, npm passes only their values on, and an import
 * would run without them. npm exports them as `npm_config_NAME`, like the settings in its files, which are not refused.
 * @throws UsageError
 */
export async function refuseOptionsOfNpm(
  options: readonly Pick<Option, 'long' | 'required'>[],
  { environment, words, spell }: Invocation,
): Promise<void> {
  const { npm_lifecycle_event: script } = environment
  if (script === undefined) return
  const exported = Object.entries(environment).flatMap(([variable, value = '']) => {
    const name = /^npm_config_([a-zA-Z_]+)$/.exec(variable)?.[1]?.toLowerCase().replaceAll('_', '-')
    const option = options.find(({ long }) => name !== undefined && long && isSpelling(name, long.slice(2)))
    if (name === undefined || option?.long === undefined) return []
    if (OF_NPM.has(name) && (value === '' || value === 'false')) return []
    // `npx --yes` is a question of npx.
    if (script === 'npx' && name === 'yes') return []
    return [{ name, long: option.long ?? '', needsValue: option.required, value }]
  })
  if (exported.length === 0) return
  const settings = await settingsOfFiles(environment)
  const taken = exported.filter(({ name }) => !settings.has(name))
  if (taken.length === 0) return
  // Without "=", the value of an option is among the words.
  const isSplit = taken.some(({ needsValue, value }) => needsValue && value.startsWith('true'))
  const missing = taken.map(({ long, needsValue, value }) => (needsValue ? `${long}=${isSplit ? '…' : value}` : long))
  const right = isSplit
    ? `${spell([])} … ${missing.join(' ')}`
    : spell([...words, ...missing.filter(word => !words.includes(word))])
  const names = taken.map(({ long }) => long).join(', ')
  throw new UsageError(`npm has taken ${names}, so nothing was done. Write "--" before the options: ${right}`)
}

/** Tests if a name is that of an option, or a misspelling of it that npm does not know either. */
const isSpelling = (name: string, option: string): boolean => {
  if (name === option) return true
  const [a, b] = [name.replaceAll('-', ''), option.replaceAll('-', '')]
  return a === b || (b.length >= MIN_LENGTH && !OF_NPM.has(name) && a[0] === b[0] && isOneSlip(a, b))
}

/** Tests if two words differ in one letter, or in the order of two. */
const isOneSlip = (a: string, b: string): boolean => {
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  return (x.length <= 1 && y.length <= 1) || (x.length === 2 && y === `${x[1]}${x[0]}`)
}

/** Returns the names of the settings in the files of npm: of the project, the user and the computer. */
const settingsOfFiles = async (environment: NodeJS.ProcessEnv): Promise<ReadonlySet<string>> => {
  const { npm_config_userconfig, npm_config_globalconfig, npm_config_local_prefix } = environment
  const project = npm_config_local_prefix && join(npm_config_local_prefix, '.npmrc')
  const paths = [project, npm_config_userconfig, npm_config_globalconfig].filter(path => path !== undefined)
  const texts = await Promise.all(paths.map(path => readFile(path, 'utf8').catch(() => '')))
  return new Set(texts.flatMap(text => [...text.matchAll(/^\s*([\w-]+)(?:\[\])?\s*=/gm)].map(([, name = '']) => name)))
}
