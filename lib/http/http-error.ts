const MESSAGES = {
  CONNECT_TIMEOUT: (limit: number) => `no connection within ${limit} ms`,
  HEADERS_TIMEOUT: (limit: number) => `no answer within ${limit} ms`,
  BODY_TIMEOUT: (limit: number) => `the answer stopped for ${limit} ms`,
  TIMEOUT: (limit: number) => `the answer took more than ${limit} ms`,
  TOO_LARGE: (limit: number) => `the answer has more than ${limit} bytes`,
} as const

/** An HTTP exchange that went past one of its bounds. */
export class HttpError extends Error {
  readonly code: keyof typeof MESSAGES

  constructor(code: keyof typeof MESSAGES, limit: number) {
    super(MESSAGES[code](limit))
    this.name = 'HttpError'
    this.code = code
  }
}
