import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { Announce } from '../import/dependencies.ts'

const EVENT_SOURCE = 'openapi-connector-import'
const EVENT_TYPE = 'Import Finished'

export type AnnouncerOptions = {
  /** Name or ARN of the bus; empty disables events. */
  readonly bus: string
  /** Stage of the deployment, part of the event and of its source; empty if there is none. */
  readonly stage: string
  /** Bucket of the report. */
  readonly bucket: string
}

/**
 * Creates the function that sends the event `Import Finished` to an EventBridge bus.
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function createAnnouncer(client: EventBridgeClient, { bus, stage, bucket }: AnnouncerOptions): Announce {
  const ofStage = stage === '' ? {} : { stage }
  return async finished => {
    if (bus === '') return
    const { importId, target, caller, outcome, reason, counts, requests, durationMs, reportKey } = finished
    const report = { bucket, key: reportKey }
    // Loaded at the end of an import only.
    const { messageOf } = await import('./message.ts')
    const message = messageOf(finished)
    const detail = {
      ...ofStage,
      importId,
      target,
      caller,
      outcome,
      reason,
      message,
      counts,
      requests,
      durationMs,
      report,
    }
    const response = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: bus,
            Source: stage === '' ? EVENT_SOURCE : `${EVENT_SOURCE}.${stage}`,
            DetailType: EVENT_TYPE,
            Detail: JSON.stringify(detail),
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
