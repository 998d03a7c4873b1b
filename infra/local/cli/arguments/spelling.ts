/** Returns a subcommand as a person types it: as a script of npm if npm runs that script, otherwise with npx. */
export function spellSubcommand(name: string, words: readonly string[], environment: NodeJS.ProcessEnv): string {
  const arguments_ = words.map(shellWord)
  const parts = environment.npm_lifecycle_event === name ? ['npm run', name, '--'] : ['npx connector-import', name]
  return [...parts, ...arguments_].join(' ')
}

/** Quotes a word for a POSIX shell, if it needs quotes. */
const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
