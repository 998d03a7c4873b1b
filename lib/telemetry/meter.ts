import type { Metrics } from '@aws-lambda-powertools/metrics'
import type { Meter } from '../import/dependencies.ts'
import { summariseImport } from './summarise-import.ts'

export type MeterOptions = {
  /** Of the metrics, one per deployment; where it is empty nothing is measured. */
  readonly namespace: string
  /** Takes one line of JSON; what Lambda writes to its log becomes metrics (Embedded Metric Format). */
  readonly write: (line: string) => void
}

/** The dimension `service`, as in the logs. */
const SERVICE = 'run-import'

/**
 * Metrics have the outcome as their only dimension beside the service: a dimension for every connector would cost as
 * much as a metric each. Which import it was stands in the same line, for CloudWatch Logs Insights.
 */
export function createMeter({ namespace, write }: MeterOptions): Meter {
  const emit = async (fill: (metrics: Metrics) => void): Promise<void> => {
    if (namespace === '') return
    const { Metrics } = await import('@aws-lambda-powertools/metrics')
    const metrics = new Metrics({ namespace, serviceName: SERVICE })
    fill(metrics)
    write(`${JSON.stringify(metrics.serializeMetrics())}\n`)
  }
  return {
    finished: finished =>
      emit(metrics => {
        const { importId, target, outcome, reportKey, durationMs } = finished
        metrics.addDimension('outcome', outcome)
        metrics.addMetric('Imports', 'Count', 1)
        metrics.addMetric('Duration', 'Milliseconds', durationMs)
        for (const [name, count] of Object.entries(summariseImport(finished))) metrics.addMetric(name, 'Count', count)
        for (const [name, value] of Object.entries({ importId, ...target, reportKey })) metrics.addMetadata(name, value)
      }),
    age: seconds => emit(metrics => metrics.addMetric('ImportAge', 'Seconds', seconds)),
  }
}
