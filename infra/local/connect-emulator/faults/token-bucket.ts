type Rate = { readonly perSecond: number; readonly now: () => number }

/** Makes a token bucket that holds one second's worth; each call takes one token and says whether there was one. */
export function createTokenBucket({ perSecond, now }: Rate): () => boolean {
  const capacity = Math.max(1, perSecond)
  let tokens = capacity
  let filledAt = now()
  return () => {
    const time = now()
    tokens = Math.min(capacity, tokens + ((time - filledAt) / 1000) * perSecond)
    filledAt = time
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}
