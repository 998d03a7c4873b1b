import { type Command, Option } from 'commander'
import { PLACEHOLDERS } from '../../../../lib/request/import-options.ts'
import { DEMO_ORGANISATION } from './choose-platform.ts'
import { repeatable } from './command-line.ts'

/** State directory without `--state`. */
export const DEFAULT_STATE = '.local'

/** Creates the option `--state`. */
export function stateOption(description = 'the folder for the data of the local emulators'): Option {
  return new Option('--state <DIR>', description).default(DEFAULT_STATE)
}

/** Adds the options of `import` and `plan`. */
export function addImportOptions(command: Command): Command {
  addOverlayOption(command)
    .optionsGroup('Target:')
    .option('--organisation <ID>', `the organisation (default: ${DEMO_ORGANISATION})`)
    .option('--connector <ID>', 'the connector (default: the name of FILE)')
    .option('--version <NAME>', 'the version of the connector', 'v1')
    .option('--context <NAME>', "take URL, organisation and token from a context of the platform's command line")
    .option('--from-version <NAME>', 'create the version as a copy of this version')
    .option(
      '--on-published <WHAT>',
      'when the version is published: refuse (default), or import into a new draft of it',
    )
    .optionsGroup('New connector:')
    .option('--create-connector', 'create the connector if it does not exist, with the authentication of the document')
    .option('--connector-name <NAME>', 'its name (default: the title of the document)')
    .option('--base-url <URL>', 'its base URL (default: the server of the document)')
    .option('--placeholder <SPELLING>', `connection variables in its base URL: ${PLACEHOLDERS.join(' or ')}`)
    .option(
      '--auth-schemes <WHAT>',
      'add the missing security schemes (default: to a new connector only), or none: ignore them',
    )
    .optionsGroup('Operations (filters may be repeated):')
  for (const [name, value, description] of [
    ['tag', 'TAG', 'with the tag'],
    ['path', 'GLOB', 'with a path; * matches any characters except /, and ** all of them'],
    ['method', 'METHOD', 'with the method'],
    ['operation', 'ID', 'with the operationId'],
  ]) {
    command.addOption(repeatable(`--include-${name} <${value}>`, `import only operations ${description}`))
    command.addOption(repeatable(`--exclude-${name} <${value}>`, `skip operations ${description}`))
  }
  command
    .option('--skip-deprecated', 'skip deprecated operations')
    .option('--triggers <WHICH>', 'make triggers of none, of webhooks, or of all: webhooks and callbacks (default)')
    .optionsGroup('Changes on the platform:')
    .option(
      '--removed <WHAT>',
      'keep (default) or delete actions and triggers that the document no longer has; delete-filtered also deletes those that the filters exclude',
    )
    .option('--force', 'overwrite changes that were made on the platform since the last import')
    .addOption(
      repeatable(
        '--resolve <NAME=SIDE>',
        'decide the conflict of an item by NAME=platform or NAME=document; action:NAME names the kind too; may be repeated',
      ),
    )
    .option(
      '--on-breaking <WHAT>',
      'when the release breaks workflows: apply it (default), import into a new draft, or refuse',
    )
    .option('--publish', 'publish the version when everything has succeeded')
    .option('--yes', 'confirm large deletions, a document with another title or host, and --publish')
  return addOutputOptions(command)
    .option('--detailed-exitcode', 'exit with status 5 if a dry run has changes, 6 if it has conflicts')
    .option('--out <PLAN>', 'write the plan of a dry run to a file; import PLAN applies exactly this plan, or refuses')
}

/** Adds `--overlay`. */
export function addOverlayOption(command: Command): Command {
  return command
    .optionsGroup('Document:')
    .addOption(
      repeatable(
        '--overlay <FILE>',
        'apply an OpenAPI Overlay (default: overlay.yaml and *.overlay.yaml in the folder of FILE); may be repeated',
      ),
    )
}

/** Adds the options that also a continued import has. */
export function addOutputOptions(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .option('--report <FILE.json>', 'write the report to FILE.json and FILE.html')
    .option('--format <FORMAT>', 'print text (default), the report as json, or markdown for a pull request')
    .option('--json', 'the same as --format json')
    .option('--all', 'list all changes and all their fields, not only the first of each kind')
    .option('--show-payloads', 'print what is written to each created and updated item')
    .addOption(
      repeatable(
        '--fail-on <WHAT>',
        'exit with status 3 if a diagnostic is an error, or also for a warning, or for a breaking change, or with 6 for a conflict, although every item arrived; may be repeated',
      ),
    )
    .option('--strict', 'the same as --fail-on error')
    .addOption(stateOption())
}
