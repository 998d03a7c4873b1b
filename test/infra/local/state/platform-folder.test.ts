import { expect, test } from 'vitest'
import { platformFolders } from '../../../../infra/local/state/platform-folder.ts'

const platformFolder = (state: string, url?: string): string => platformFolders(state, url)[0]

const folders: [string | undefined, RegExp][] = [
  [undefined, /^\.local\/emulator$/],
  ['https://platform.versori.com/api/connect/v1', /^\.local\/platform\.versori\.com-[0-9a-f]{8}$/],
  ['http://127.0.0.1:4010/api/connect/v1', /^\.local\/127\.0\.0\.1-4010-[0-9a-f]{8}$/],
  ['http://[2001:db8::1]:4010/x', /^\.local\/2001-db8-1-4010-[0-9a-f]{8}$/],
  ['http://emulator/', /^\.local\/emulator-[0-9a-f]{8}$/],
]

test.each(folders)('the platform %s has its own folder', (url, want) => {
  expect(platformFolder('.local', url)).toMatch(want)
})

test('platforms of one host differ by path, port and protocol; a trailing slash and the case of the host do not matter', () => {
  const urls = ['https://a.example/v1', 'https://a.example/v2', 'https://a.example:8443/v1', 'http://a.example/v1']
  expect(new Set(urls.map(url => platformFolder('s', url))).size).toBe(4)
  expect(platformFolder('s', 'https://A.example/v1/')).toBe(platformFolder('s', 'https://a.example/v1'))
})

test.each([
  'http://127.0.0.1:80/v1',
  'http://localhost/v1',
  'http://LOCALHOST:80/v1/',
  'http://[::1]/v1',
  'http://[0:0:0:0:0:0:0:1]:80/v1',
])('%s is one platform with http://127.0.0.1/v1', url => {
  expect(platformFolders('s', url)).toEqual(platformFolders('s', 'http://127.0.0.1/v1'))
})

test.each(['http://localhost:81/v1', 'https://localhost/v1', 'http://localhost.example/v1', 'http://127.0.0.2/v1'])(
  '%s is another platform than http://127.0.0.1/v1',
  url => {
    expect(platformFolder('s', url)).not.toBe(platformFolder('s', 'http://127.0.0.1/v1'))
  },
)
