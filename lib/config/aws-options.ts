/**
 * Options of every AWS client. Timeouts in milliseconds: a connection that hangs is closed and the SDK retries, before
 * the invocation times out.
 */
export const AWS_OPTIONS = { requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 } } as const
