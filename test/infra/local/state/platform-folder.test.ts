import { expect, test } from 'vitest'
import { platformFolder } from '../../../../infra/local/state/platform-folder.ts'

const folders: [string | undefined, RegExp][] = [
  [undefined, /^\.local\/emulator$/],
  ['https://platform.versori.com/api/connect/v1', /^\.local\/platform\.versori\.com-[0-9a-f]{8}$/],
  ['http://127.0.0.1:4010/api/connect/v1', /^\.local\/127\.0\.0\.1-4010-[0-9a-f]{8}$/],
  ['http://[::1]:4010/x', /^\.local\/1-4010-[0-9a-f]{8}$/],
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
