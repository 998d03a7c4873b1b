/** One field of a conflict. A value is absent if that side does not have the field. */
export type ConflictField = {
  /** JSON Pointer into the item, as in its diff. */
  readonly field: string
  /** Value that an import last applied. */
  readonly base?: unknown
  readonly platform?: unknown
  readonly document?: unknown
}
