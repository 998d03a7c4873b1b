/** Both in one file of the bundle, as they share much. Loaded when the first is needed. */
export { Logger } from '@aws-lambda-powertools/logger'
export { Metrics } from '@aws-lambda-powertools/metrics'
