/** One complete HTTP answer; `text` is the body. */
export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

type Headers = Readonly<Record<string, string>>

export function jsonAnswer(status: number, value: unknown, headers: Headers = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    text: JSON.stringify(value),
  }
}

export function textAnswer(status: number, contentType: string, text: string): Answer {
  return {
    status,
    headers: { 'content-type': contentType },
    text,
  }
}

export const NO_CONTENT: Answer = { status: 204, headers: {}, text: '' }
