import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { Announce } from '../import/dependencies.ts'

const EVENT_SOURCE = 'openapi-connector-import'

const EVENT_TYPE = 'Import Finished'

/**
 * Puts an event `Import Finished` on an EventBridge bus.
 * @param bucket where the report lies
 * @param bus its name or ARN; where it is empty nothing is sent
 */
export function createAnnouncer(client: EventBridgeClient, bus: string, bucket: string): Announce {
  return async finished => {
    if (bus === '') return
    const { importId, target, outcome, reason, counts, requests, durationMs, reportKey } = finished
    const report = { bucket, key: reportKey }
    const answer = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: bus,
            Source: EVENT_SOURCE,
            DetailType: EVENT_TYPE,
            Detail: JSON.stringify({ importId, target, outcome, reason, counts, requests, durationMs, report }),
          },
        ],
      }),
    )
    const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined)
    if (refused !== undefined)
      throw new Error(
        `EventBridge did not take the event of ${importId} on ${bus}: ${refused.ErrorCode} ${refused.ErrorMessage}`,
      )
  }
}
