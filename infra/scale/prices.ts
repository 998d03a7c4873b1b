/**
 * Examples of prices in US dollars, in the range of the list prices of AWS, without any free tier. No test compares them
 * with the current ones.
 */
export const PRICES = {
  region: 'us-east-1',
  date: '2026-11',
  gigabyteSecond: 0.0000133334,
  invocation: 0.2 / 1e6,
  durableOperation: 8 / 1e6,
  checkpointByte: 0.25 / 1e9,
  s3Write: 5 / 1e6,
  s3Read: 0.4 / 1e6,
  dynamoWrite: 0.625 / 1e6,
  dynamoRead: 0.125 / 1e6,
  logByte: 0.5 / 1e9,
} as const
