import { mkdir, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { importCommand, STACK_TRACE, useFolder } from './support.ts'

const within = useFolder()
const TOKEN = 'swo_a-token-that-must-not-leak-4711'

const info = '"info":{"title":"t","version":"1"}'

/** The file's content, and the one sentence that the person gets. */
const documents: [string, string | Uint8Array, RegExp][] = [
  ['empty.yaml', '', /empty\.yaml: The file is empty\. Upload an OpenAPI document/],
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
  ['damaged.gz', new Uint8Array([0x1f, 0x8b, 8, 0, 1]), /damaged\.gz: The gzip file is damaged\. Compress and upload it again/],
]

test.concurrent.each(documents)('%s is no document: exit status 2 and one sentence', async (name, content, message) => {
  const file = within(name)
  await writeFile(file, content)
  const { status, stdout, stderr } = await importCommand([file, '--json', '--state', within(`state-${name}`)])
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(message)
  expect(stderr).not.toMatch(STACK_TRACE)
})

const usage: [string, string[], Record<string, string>, RegExp][] = [
  ['no such file', ['gone.json'], {}, /^There is no file .*gone\.json\.$/m],
  ['a folder', ['folder'], {}, /folder is a folder; name the document itself\.$/m],
  ['an unknown option', ['good.json', '--colour'], {}, /^Unknown option '--colour'\.$/m],
  [
    'a platform without its token',
    ['good.json'],
    { CONNECT_API_URL: 'http://127.0.0.1:1/' },
    /put its token into CONNECT_API_TOKEN\.$/m,
  ],
  [
    'an address with credentials',
    ['good.json'],
    { CONNECT_API_URL: `https://u:${TOKEN}@x.example/`, CONNECT_API_TOKEN: TOKEN },
    /^CONNECT_API_URL has to be an http\(s\) URL without credentials/m,
  ],
  [
    'a base URL for a connector that another platform has',
    ['good.json', '--base-url=https://api.example.com'],
    { CONNECT_API_URL: 'http://127.0.0.1:1/', CONNECT_API_TOKEN: TOKEN },
    /^--base-url is for the embedded platform; the connector at CONNECT_API_URL has its own\.$/m,
  ],
  ['an import that never was', ['--resume', 'imp-0'], {}, /^There is no import imp-0 in the state directory .*\.$/m],
]

test.concurrent.each(usage)('bad usage: %s', async (name, args, environment, message) => {
  await mkdir(within('folder'), { recursive: true })
  await writeFile(within('good.json'), `{"openapi":"3.0.3",${info},"paths":{"/a":{"get":{}}}}`)
  const paths = args.map(arg => (arg.startsWith('-') || arg.startsWith('imp-') ? arg : within(arg)))
  const { status, stdout, stderr } = await importCommand([...paths, '--state', within(`state-${name}`)], environment)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(message)
  expect(stderr).toMatch(/^See npm run import -- --help\.$/m)
  expect(stderr).not.toMatch(STACK_TRACE)
  expect(stderr).not.toContain(TOKEN)
})

test.concurrent('a stack trace is there for who asks for it', async () => {
  const { status, stderr } = await importCommand([within('gone.json')], { DEBUG: '1' })
  expect(status).toBe(2)
  expect(stderr).toMatch(STACK_TRACE)
})

test.concurrent('help is no mistake', async () => {
  const { status, stdout } = await importCommand(['--help'])
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Usage: npm run import -- FILE/)
})
