/** An HTTP response; `text` is the body. */
export type EmulatorResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

type Headers = Readonly<Record<string, string>>

export function jsonResponse(status: number, value: unknown, headers: Headers = {}): EmulatorResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    text: JSON.stringify(value),
  }
}

export function textResponse(status: number, contentType: string, text: string): EmulatorResponse {
  return {
    status,
    headers: { 'content-type': contentType },
    text,
  }
}

export const NO_CONTENT: EmulatorResponse = { status: 204, headers: {}, text: '' }
