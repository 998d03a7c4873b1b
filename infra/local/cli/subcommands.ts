import type { Subcommand } from './subcommand.ts'

/** Subcommand in the list of the help. */
export type Listed = {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<Subcommand>
}

/** All subcommands, in the order of the help. */
export const SUBCOMMANDS: readonly Listed[] = [
  {
    name: 'import',
    summary: 'import an OpenAPI document into a connector',
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  {
    name: 'plan',
    summary: 'show the changes of an import, and write nothing',
    load: async () => (await import('./commands/plan.ts')).planCommand,
  },
  {
    name: 'validate',
    summary: 'check a document, without a platform',
    load: async () => (await import('./commands/validate.ts')).validateCommand,
  },
  {
    name: 'diff',
    summary: 'show what a new release of a document changes for workflows',
    load: async () => (await import('./commands/diff.ts')).diffCommand,
  },
  {
    name: 'explain',
    summary: 'explain a diagnostic',
    load: async () => (await import('./commands/explain.ts')).explainCommand,
  },
  {
    name: 'doctor',
    summary: 'check a platform and a target before the first import',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  {
    name: 'resume',
    summary: 'continue an interrupted import',
    load: async () => (await import('./commands/resume.ts')).resumeCommand,
  },
  {
    name: 'reimport',
    summary: 'import every document again that was imported before',
    load: async () => (await import('./commands/reimport.ts')).reimportCommand,
  },
  {
    name: 'start',
    summary: 'import the sample document examples/library.yaml',
    load: async () => (await import('./commands/start.ts')).startCommand,
  },
  {
    name: 'platform',
    summary: 'serve the emulator of the platform',
    load: async () => (await import('./commands/platform.ts')).platformCommand,
  },
  {
    name: 'api',
    summary: 'serve the HTTP API on the local stack',
    load: async () => (await import('./commands/api.ts')).apiCommand,
  },
]
