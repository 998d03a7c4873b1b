import type { ConnectClient } from '../../connect/client.ts'
import { type ConnectError, type ConnectResult, success } from '../../connect/errors.ts'
import { mayHaveWorked } from './platform-error.ts'

/** Maximum number of attempts of a POST that gets no usable response. */
export const ATTEMPTS = 4

/**
 * Sends a POST that must not take effect twice. If a failed request may have taken effect, `find` looks for its effect;
 * only if there is none, the request is sent again, after a pause.
 */
export async function postOnce<T>(
  client: Pick<ConnectClient, 'pause'>,
  send: () => Promise<ConnectResult<T>>,
  find: (error: ConnectError) => Promise<T | undefined>,
): Promise<ConnectResult<T>> {
  for (let attempt = 1; ; attempt++) {
    const answer = await send()
    if (answer.ok || !mayHaveWorked(answer.error)) return answer
    const found = await find(answer.error)
    if (found !== undefined) return success(found)
    if (attempt === ATTEMPTS) return answer
    await client.pause(attempt, answer.error)
  }
}
