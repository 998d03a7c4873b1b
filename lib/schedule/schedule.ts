import type { ImportRequest } from '../import/request.ts'
import type { ObjectStore } from '../store/objects.ts'
import type { RecordStore } from '../store/records.ts'

/** The edges that the schedule works through. */
export type Schedule = {
  readonly bucket: string
  readonly objects: Pick<ObjectStore, 'list' | 'read' | 'newest' | 'write'>
  readonly records: Pick<RecordStore, 'save'>
  readonly start: (request: ImportRequest) => Promise<void>
  /** Milliseconds since 1970. */
  readonly now: () => number
}
