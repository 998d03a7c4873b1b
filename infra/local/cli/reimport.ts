import { parseArgs } from 'node:util'
import { keepCompiled } from './compile-cache.ts'
import { endProcess, failProcess } from './end.ts'

keepCompiled()
const { createHandler } = await import('../../../functions/start-on-schedule.ts')
const { summarise } = await import('../../../lib/report/summary.ts')
const { createFunctionContext, createLocalImporter } = await import('../importer/local-import.ts')
const { openStack, settingsFor, withStack } = await import('./local-stack.ts')

/** Imports every document that has an import.json again, as the schedule does. Exit status 1 when one failed. */
const reimport = async (state: string): Promise<number> => {
  const stack = await openStack(state, process.env)
  return withStack(stack, async () => {
    const onRetry = (message: string) => console.error(message)
    const importer = createLocalImporter(stack, settingsFor(stack, process.env), { onRetry })
    const handler = createHandler(importer.environment)
    const event = { scheduledAt: new Date().toISOString() }
    const { started, broken, skipped } = await handler(event, createFunctionContext('start-on-schedule'))
    let bad = 0
    for (const importId of [...started, ...broken]) {
      const report = await importer.finish(importId)
      if (report.outcome === 'failed' || report.outcome === 'partial') bad++
      for (const line of summarise(report)) console.log(line)
    }
    console.log(`${started.length} imported, ${broken.length} without a document, ${skipped} not scheduled`)
    return bad > 0 ? 1 : 0
  })
}

try {
  const { values } = parseArgs({ options: { state: { type: 'string', default: '.local' } } })
  endProcess(await reimport(values.state))
} catch (error) {
  failProcess(error)
}
