import { expect, test } from 'vitest'
import { createHandler } from '../../functions/start-on-schedule.ts'
import { lambdaContext } from './support.ts'

const context = lambdaContext('start-on-schedule')
const SETTINGS = { IMPORT_FUNCTION: 'f', BUCKET: 'b', LOG_LEVEL: 'SILENT' }

test('an error names the missing settings', async () => {
  await expect(createHandler({})({}, context)).rejects.toThrow('IMPORT_FUNCTION is required; BUCKET is required')
})

test.for([{}, { scheduledAt: 'now' }])('%j is refused as an event of the schedule', async event => {
  await expect(createHandler(SETTINGS)(event, context)).rejects.toThrow(/scheduledAt|timestamp/)
})
