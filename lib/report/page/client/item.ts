import type { PageReport } from '../payload-chunks.ts'

/** A trigger, an action or a definition. */
export type Item = PageReport['definitions'][number] & Partial<PageReport['actions'][number]>
