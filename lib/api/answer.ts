/** What a route answers: the structured response of an HTTP API, payload format 2.0. */
export type Answer = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An answer with a JSON value. It may hold presigned links, so nobody keeps it. */
export function json(statusCode: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(value),
  }
}
