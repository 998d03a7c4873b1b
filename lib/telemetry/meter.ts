import type { Metrics } from '@aws-lambda-powertools/metrics'
import type { Meter } from '../import/dependencies.ts'
import type { FinishedImport } from '../import/model.ts'

export type MeterOptions = {
  /** CloudWatch namespace, one per deployment; empty disables metrics. */
  readonly namespace: string
  /** Writes one line of JSON to the log of the function, where CloudWatch reads it as metrics. */
  readonly write: (line: string) => void
}

/** Value of the dimension `service`, the same as in the logs. */
const SERVICE = 'run-import'

/**
 * Creates the meter that writes metrics of imports. The only dimensions are service and outcome, because each connector
 * as a dimension would cost another metric; the target and the ids are metadata, for CloudWatch Logs Insights.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
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
        const { importId, target, outcome, badInput, reportKey, durationMs } = finished
        metrics.addDimension('outcome', outcome)
        metrics.addMetric('Imports', 'Count', 1)
        metrics.addMetric('Faults', 'Count', outcome === 'failed' && !badInput ? 1 : 0)
        metrics.addMetric('Duration', 'Milliseconds', durationMs)
        for (const [name, count] of Object.entries(countsOf(finished))) metrics.addMetric(name, 'Count', count)
        for (const [name, value] of Object.entries({ importId, ...target, reportKey })) metrics.addMetadata(name, value)
      }),
    age: seconds => emit(metrics => metrics.addMetric('ImportAge', 'Seconds', seconds)),
  }
}

/** Returns the counts of an import, keyed by metric name. */
const countsOf = ({ outcome, counts, requests }: FinishedImport): Readonly<Record<string, number>> => {
  const sum = (name: 'created' | 'updated' | 'removed' | 'failed'): number =>
    counts.triggers[name] + counts.actions[name] + counts.definitions[name]
  return {
    Operations: counts.operations,
    // The counts of a plan are those of its changes.
    Writes: outcome === 'planned' || outcome === 'refused' ? 0 : sum('created') + sum('updated') + sum('removed'),
    FailedItems: sum('failed'),
    BreakingChanges: counts.impact?.breaking ?? 0,
    Requests: requests.sent,
    Retries: requests.retried,
    Throttles: requests.throttled,
  }
}
