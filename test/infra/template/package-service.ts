import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { withoutUnmade } from './conditions.ts'
import type { Template } from './template.ts'
import { listZipEntries } from './zip.ts'

const ROOT = join(import.meta.dirname, '../../..')

export type PackagedService = {
  readonly template: Template
  /** The zip that each function is deployed from (its file name), with the files in it. */
  readonly zips: Readonly<Record<string, readonly string[]>>
  /** CloudFormation puts them on every resource that can have tags. */
  readonly stackTags: Readonly<Record<string, string>>
}

/**
 * Packages the service with osls as a fresh checkout would, in a folder of its own: no HOME, no AWS variables, no `.build`.
 * The template has only the resources that would be made.
 * The functions are stand-ins, since what is looked at is the deployment and not their code.
 */
export async function packageService(
  functionNames: readonly string[],
  parameters: Readonly<Record<string, string>> = {},
  stage = 'dev',
): Promise<PackagedService> {
  const directory = await mkdtemp(join(tmpdir(), 'package-service-'))
  try {
    await copyCheckout(directory, functionNames)
    const osls = join(ROOT, 'node_modules/osls/bin/serverless.js')
    const given = Object.entries(parameters).map(([name, value]) => `--param=${name}=${value}`)
    await promisify(execFile)(process.execPath, [osls, 'package', `--stage=${stage}`, ...given], {
      cwd: directory,
      env: { HOME: directory },
    })
    return await readPackage(join(directory, '.serverless'))
  } finally {
    await rm(directory, { recursive: true })
  }
}

async function copyCheckout(directory: string, functionNames: readonly string[]): Promise<void> {
  const isDeployment = (path: string) => basename(path) !== 'local'
  await cp(join(ROOT, 'infra'), join(directory, 'infra'), { recursive: true, filter: isDeployment })
  for (const file of ['serverless.yml', 'package.json']) await cp(join(ROOT, file), join(directory, file))
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'))
  await mkdir(join(directory, 'functions'))
  for (const name of functionNames) {
    await writeFile(join(directory, 'functions', `${name}.ts`), 'export const handler = async () => {}\n')
  }
}

async function readPackage(directory: string): Promise<PackagedService> {
  const template: Template = JSON.parse(
    await readFile(join(directory, 'cloudformation-template-update-stack.json'), 'utf8'),
  )
  const files = (await readdir(directory)).filter(file => file.endsWith('.zip'))
  const zips = await Promise.all(
    files.map(async file => [file, listZipEntries(await readFile(join(directory, file)))] as const),
  )
  const state: { service: { provider: { stackTags: PackagedService['stackTags'] } } } = JSON.parse(
    await readFile(join(directory, 'serverless-state.json'), 'utf8'),
  )
  const { stackTags } = state.service.provider
  return { template: withoutUnmade(template), zips: Object.fromEntries(zips), stackTags }
}
