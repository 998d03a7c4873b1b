type Rate = { readonly perSecond: number; readonly now: () => number }

/** Creates a token bucket with one second's tokens. Each call takes a token. @returns false when there was none */
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
