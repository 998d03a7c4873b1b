/** Event of a request, for a live view. `sent` is followed by one of the next four; times are epoch ms. */
export type RequestEvent =
  /** `perSecond`: the rate that now limits requests. */
  | { readonly kind: 'sent'; readonly perSecond: number }
  /** Response that is not one of the others; it can be an error of one item. */
  | { readonly kind: 'answered' }
  /** No response, or status 5xx or 408. */
  | { readonly kind: 'failed'; readonly cause: string; readonly status?: number }
  /** Status 429. */
  | { readonly kind: 'throttled' }
  /** Status 401. */
  | { readonly kind: 'token-refused'; readonly message: string }
  /** A failed or throttled request is sent again at this time, or later. */
  | { readonly kind: 'retry'; readonly at: number }

/** Receives the events of all requests of a client. Must not throw. */
export type ObserveRequests = (event: RequestEvent) => void
