import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { Announce } from '../import/dependencies.ts'

const EVENT_SOURCE = 'openapi-connector-import'
const EVENT_TYPE = 'Import Finished'

/**
 * Creates the function that sends the event `Import Finished` to an EventBridge bus.
 * @param bus name or ARN; empty disables events
 * @param bucket bucket of the report
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function createAnnouncer(client: EventBridgeClient, bus: string, bucket: string): Announce {
  return async finished => {
    if (bus === '') return
    const { importId, target, outcome, reason, counts, requests, durationMs, reportKey } = finished
    const report = { bucket, key: reportKey }
    const response = await client.send(
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
    const refused = response.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined)
    if (refused !== undefined)
      throw new Error(
        `EventBridge refused the event of ${importId} for bus ${bus}: ${refused.ErrorCode} ${refused.ErrorMessage}`,
      )
  }
}
