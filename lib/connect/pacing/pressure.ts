/**
 * Load of the platform, from one response: `accepted`; `throttled` (status 429); `overloaded` (timeout, status 408 or
 * 503); `unknown` for other failures.
 */
export type Pressure = 'accepted' | 'throttled' | 'overloaded' | 'unknown'
