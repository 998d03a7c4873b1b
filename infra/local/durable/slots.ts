/** The concurrent invocations of a function. */
export type Slots = {
  /** Takes a slot. @returns false if all are in use */
  readonly take: () => boolean
  readonly free: () => void
}

/** Creates the slots of a function. @param most number of slots */
export function createSlots(most: number): Slots {
  let used = 0
  return {
    take: () => {
      if (used >= most) return false
      used += 1
      return true
    },
    free: () => {
      used -= 1
    },
  }
}
