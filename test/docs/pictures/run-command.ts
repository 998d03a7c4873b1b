import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ROOT } from '../blocks.ts'

/** Exit status of an import with conflicts. */
const CONFLICTS = 6
const PROGRAM = 'infra/local/cli/connector-import.mjs'

/** Runs a subcommand with a state folder of its own; an import may have conflicts. @returns the lines of its output */
export async function runCommand(script: 'start' | 'import', state: string, ...args: string[]): Promise<string[]> {
  const env = { PATH: process.env.PATH, NO_COLOR: '1' }
  const words = [PROGRAM, script, ...args, '--state', state]
  const ran = promisify(execFile)(process.execPath, words, { cwd: ROOT, env })
  const { stdout } = await ran.catch((error: { readonly code: unknown; readonly stdout: string }) => {
    if (error.code === CONFLICTS) return error
    throw error
  })
  return stdout.trimEnd().split('\n')
}

/** Runs `npm start` in a new state folder; its lines have the default state folder and always the same duration. */
export async function startLines(state: string): Promise<string[]> {
  const lines = await runCommand('start', state)
  return lines.map(line => line.replaceAll(state, '.local').replace(/\d+\.\d s$/, '0.3 s'))
}
