/** Change that an import makes only if the option `confirm` is set. */
export type Confirmation = {
  readonly code: 'deletes' | 'title' | 'publish'
  /** Sentence that describes the change. */
  readonly message: string
}
