import { Logger } from '@aws-lambda-powertools/logger'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import middy from '@middy/core'
import * as v from 'valibot'
import { AWS_OPTIONS } from '../lib/config/aws-options.ts'
import { parseSettings, ScheduleSettings } from '../lib/config/settings.ts'
import { startImport } from '../lib/request/start-import.ts'
import { runSchedule, type Scheduled } from '../lib/schedule/run-schedule.ts'
import type { Schedule } from '../lib/schedule/schedule.ts'
import { createObjectStore } from '../lib/store/objects.ts'
import { lazy } from '../lib/util/lazy.ts'

/** What infra/schedule.yml hands over: the time that was meant, also when it is delivered again. */
const ScheduledTime = v.object({ scheduledAt: v.pipe(v.string(), v.isoTimestamp()) })

const createSchedule = (settings: ScheduleSettings): Schedule => {
  const lambda = new LambdaClient(AWS_OPTIONS)
  const s3 = new S3Client({ ...AWS_OPTIONS, forcePathStyle: settings.S3_FORCE_PATH_STYLE })
  return {
    bucket: settings.BUCKET,
    objects: createObjectStore(s3, settings.BUCKET),
    start: request => startImport(lambda, settings.IMPORT_FUNCTION, request),
  }
}

/** EventBridge Scheduler → one import for every document with an `import.json`. */
export function createHandler(environment: Readonly<Record<string, string | undefined>>) {
  const dependencies = lazy(() => {
    const settings = parseSettings(ScheduleSettings, environment)
    const logger = new Logger({ serviceName: 'start-on-schedule', logLevel: settings.LOG_LEVEL })
    return { schedule: createSchedule(settings), logger }
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
