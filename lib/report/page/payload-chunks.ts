import { ITEM_KINDS, type ItemKind, type Report, type ReportedAction, type ReportedDefinition } from '../report.ts'
import { embedJson, type Html, html, verbatim } from './html.ts'

/** Minimum size of a chunk, in characters: the page's script parses a whole chunk to show one payload. */
const CHUNK = 200_000

type WithoutPayload<Item> = Omit<Item, 'payload'> & {
  /** Position of the item's payload among all payloads of the page. */
  readonly payload?: number
}

/** Report as the page embeds it: the payloads are separate, so that they are parsed only when they are shown. */
export type PageReport = Omit<Report, ItemKind> & {
  readonly triggers: readonly WithoutPayload<ReportedAction>[]
  readonly actions: readonly WithoutPayload<ReportedAction>[]
  readonly definitions: readonly WithoutPayload<ReportedDefinition>[]
}

/** Replaces the payloads of a report by their positions. */
export function withoutPayloads(report: Report): PageReport {
  let count = 0
  const strip = <Item extends ReportedDefinition>({ payload, ...item }: Item): WithoutPayload<Item> =>
    payload === undefined ? item : { ...item, payload: count++ }
  const { triggers, actions, definitions } = report
  return { ...report, triggers: triggers.map(strip), actions: actions.map(strip), definitions: definitions.map(strip) }
}

/** Embeds the payloads in chunks, each a JSON array with the position of its first payload. */
export function* payloadChunks(report: Report): Generator<Html> {
  let first = 0
  let texts: string[] = []
  let size = 0
  const take = (): Html => {
    const chunk = html`<script type="application/json" class="payloads" data-first="${first}">[${verbatim(texts.join(','))}]</script>
`
    first += texts.length
    texts = []
    size = 0
    return chunk
  }
  for (const { items } of ITEM_KINDS)
    for (const { payload } of report[items]) {
      if (payload === undefined) continue
      const { markup } = embedJson(JSON.stringify(payload))
      texts.push(markup)
      size += markup.length
      if (size > CHUNK) yield take()
    }
  if (texts.length > 0) yield take()
}
