import { onTestFinished } from 'vitest'
import { createHttp, type Http, type HttpOptions } from '../../../../lib/connect/send/http.ts'

/** Creates an HTTP client that is closed when the test ends. */
export const openHttp = (options: Partial<HttpOptions> = {}): Http => {
  const http = createHttp({ connections: 16, ...options })
  onTestFinished(() => http.close())
  return http
}
