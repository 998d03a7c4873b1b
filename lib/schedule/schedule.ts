import type { ImportRequest } from '../request/import-request.ts'
import type { ObjectStore } from '../store/objects.ts'

/** The edges that the schedule works through. */
export type Schedule = {
  readonly bucket: string
  readonly objects: Pick<ObjectStore, 'list' | 'read' | 'newest'>
  readonly start: (request: ImportRequest) => Promise<void>
}
