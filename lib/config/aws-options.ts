/** For every AWS client: a connection that hangs is given up and tried again, in the place of the invocation's end. In milliseconds. */
export const AWS_OPTIONS = { requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 } } as const
