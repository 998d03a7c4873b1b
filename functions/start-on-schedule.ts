import { Logger } from '@aws-lambda-powertools/logger'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import middy from '@middy/core'
import * as v from 'valibot'
import { AWS_OPTIONS } from '../lib/config/aws-options.ts'
import { parseSettings, ScheduleSettings } from '../lib/config/settings.ts'
import { invokeImport } from '../lib/request/invoke-import.ts'
import { runSchedule, type Scheduled } from '../lib/schedule/run-schedule.ts'
import type { Schedule } from '../lib/schedule/start-source.ts'
import { createObjectStore } from '../lib/store/objects.ts'
import { lazy } from '../lib/util/lazy.ts'

/** Input of infra/schedule.yml. The scheduled time stays the same if the event is delivered again. */
const ScheduledTime = v.object({ scheduledAt: v.pipe(v.string(), v.isoTimestamp()) })

const createSchedule = (settings: ScheduleSettings): Schedule => {
  const lambda = new LambdaClient(AWS_OPTIONS)
  const s3 = new S3Client({ ...AWS_OPTIONS, forcePathStyle: settings.S3_FORCE_PATH_STYLE })
  return {
    bucket: settings.BUCKET,
    spreadSeconds: settings.SCHEDULE_SPREAD_SECONDS,
    objects: createObjectStore(s3, settings.BUCKET),
    start: request => invokeImport(lambda, settings.IMPORT_FUNCTION, request),
  }
}

/** Creates the handler that starts an import for each document with an `import.json`. @param overrides replace services, for tests */
export function createHandler(
  environment: Readonly<Record<string, string | undefined>>,
  overrides: Partial<Schedule> = {},
) {
  const dependencies = lazy(() => {
    const settings = parseSettings(ScheduleSettings, environment)
    const logger = new Logger({ serviceName: 'start-on-schedule', logLevel: settings.LOG_LEVEL })
    return { schedule: { ...createSchedule(settings), ...overrides }, logger }
  })
  return middy(async (event: unknown): Promise<Scheduled> => {
    const { schedule, logger } = dependencies()
    const { scheduledAt } = v.parse(ScheduledTime, event)
    const scheduled = await runSchedule(schedule, scheduledAt)
    const { started, broken, skipped } = scheduled
    logger.info('Started scheduled imports', { scheduledAt, started: started.length, broken: broken.length, skipped })
    return scheduled
  })
}

export const handler = createHandler(process.env)
