import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { importCommand, run, STACK_TRACE, useFolder } from './support.ts'

const within = useFolder()
const TOKEN = 'swo_a-token-that-must-not-leak-4711'

const info = '"info":{"title":"t","version":"1"}'

/** File name, content and error message. */
const documents: [string, string | Uint8Array, RegExp][] = [
  ['empty.yaml', '', /empty\.yaml: The file is empty\. Import an OpenAPI document/],
  [
    'binary.bin',
    new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0]),
    /binary\.bin: The file is neither JSON nor valid YAML/,
  ],
  ['text.txt', 'Dear reader,\nthis is a letter.', /text\.txt: This is not an OpenAPI document/],
  [
    'broken.json',
    `{"openapi":"3.0.3",\n ${info}\n "paths":{}}`,
    /broken\.json: The file is not valid JSON: .*, line 3, column 2\./,
  ],
  [
    'broken.yaml',
    'openapi: 3.0.3\ninfo:\n  title: "x\n',
    /broken\.yaml: The file is neither JSON nor valid YAML: .*, line \d+, column \d+\./,
  ],
  [
    'swagger-1.json',
    '{"swagger":"1.2","apis":[]}',
    /swagger-1\.json #\/swagger: OpenAPI 1\.2 is not supported\. Convert/,
  ],
  [
    'openapi-4.json',
    `{"openapi":"4.0.0",${info},"paths":{}}`,
    /openapi-4\.json #\/openapi: OpenAPI 4\.0\.0 is not supported\. Convert/,
  ],
  [
    'damaged.gz',
    new Uint8Array([0x1f, 0x8b, 8, 0, 1]),
    /damaged\.gz: The gzip file is damaged\. Compress it and import it again/,
  ],
  [
    'bomb.gz',
    gzipSync(`[${'{},'.repeat(9_000_000)}{}]`),
    /bomb\.gz: Parsing the file takes more than \d+ MB of memory, .*; split the document or raise importMemoryMb\.$/m,
  ],
]

test.concurrent.each(documents)(
  'an import of %s ends with exit status 2 and one sentence',
  async (name, content, message) => {
    const file = within(name)
    await writeFile(file, content)
    const { status, stdout, stderr } = await importCommand([file, '--json', '--state', within(`state-${name}`)])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(STACK_TRACE)
  },
)

const usage: [string, string[], Record<string, string>, RegExp][] = [
  ['a missing file', ['gone.json'], {}, /^File not found: .*gone\.json\.$/m],
  ['a folder', ['folder'], {}, /folder is a folder without subfolders; specify a file\.$/m],
  ['an unknown option', ['good.json', '--colour'], {}, /^Unknown option --colour\.$/m],
  [
    'a platform without its token',
    ['good.json'],
    { CONNECT_API_URL: 'http://127.0.0.1:1/' },
    /^CONNECT_API_URL is set; set CONNECT_API_TOKEN to the token of this platform\.$/m,
  ],
  [
    'a platform URL with credentials',
    ['good.json'],
    { CONNECT_API_URL: `https://u:${TOKEN}@x.example/`, CONNECT_API_TOKEN: TOKEN },
    /^CONNECT_API_URL must be an http\(s\) URL without credentials/m,
  ],
  [
    '--base-url with another platform',
    ['good.json', '--base-url=https://api.example.com'],
    { CONNECT_API_URL: 'http://127.0.0.1:1/', CONNECT_API_TOKEN: TOKEN },
    /^--base-url is only for the emulator and for --create-connector, but CONNECT_API_URL is set; remove one of them\.$/m,
  ],
  ['an unknown import', ['--resume', 'imp-0'], {}, /^Import imp-0 not found in the state directory .*\.$/m],
]

test.concurrent.each(usage)('bad usage: %s', async (name, args, environment, message) => {
  await mkdir(within('folder'), { recursive: true })
  await writeFile(within('good.json'), `{"openapi":"3.0.3",${info},"paths":{"/a":{"get":{}}}}`)
  const paths = args.map(arg => (arg.startsWith('-') || arg.startsWith('imp-') ? arg : within(arg)))
  const { status, stdout, stderr } = await importCommand([...paths, '--state', within(`state-${name}`)], environment)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(message)
  expect(stderr).toMatch(/^See npx connector-import import --help\.$/m)
  expect(stderr).not.toMatch(STACK_TRACE)
  expect(stderr).not.toContain(TOKEN)
})

test.concurrent('DEBUG shows the stack trace', async () => {
  const { status, stderr } = await importCommand([within('gone.json')], { DEBUG: '1' })
  expect(status).toBe(2)
  expect(stderr).toMatch(STACK_TRACE)
})

test.concurrent('--help ends with exit status 0', async () => {
  const { status, stdout } = await importCommand(['--help'])
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Usage: npx connector-import import FILE/)
})

test('the sentence of an invalid overlay has its place once', async () => {
  const [folder, file, overlay] = [within('overlaid'), within('overlaid/api.json'), within('overlaid/overlay.json')]
  await mkdir(folder)
  await writeFile(file, `{"openapi":"3.0.3",${info},"paths":{}}`)
  await writeFile(overlay, `{"overlay":"1.1.0",${info},"actions":[{}]}`)
  const { status, stderr } = await run(['validate', file])
  const sentence = `${file}: Invalid overlay, overlay.json#/actions/0: target is required.`
  expect({ status, first: stderr.split('\n')[0] }).toEqual({ status: 2, first: sentence })
})

test('a link out of its folder is not called a missing file', async () => {
  const link = within('link.json')
  await symlink(fileURLToPath(import.meta.url), link)
  const { status, stderr } = await run(['validate', link])
  expect(status).toBe(2)
  expect(stderr.split('\n')[0]).toBe(
    `${link} is a symbolic link to nothing, or to a file outside of its folder; specify that file.`,
  )
})
