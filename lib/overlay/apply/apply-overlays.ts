import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import {
  overlayConflict,
  overlayIgnored,
  overlayLimit,
  overlayNoMatch,
  overlayPrimitive,
} from '../../diagnostics/kinds/overlays.ts'
import { report } from '../../diagnostics/report.ts'
import type { Result } from '../../diagnostics/result.ts'
import { type Located, root } from '../../json/location.ts'
import { quote } from '../../json/quote.ts'
import { type Limits, measure } from '../../openapi/parse/limits.ts'
import type { Action, Overlay, OverlayFile } from '../file/overlay.ts'
import { readOverlay } from '../file/read-overlay.ts'
import type { CreatePaths, Query } from '../path/json-path.ts'
import type { Selected } from '../path/select.ts'
import { checkExtends, type Folder } from './check-extends.ts'
import type { Copies } from './composed.ts'
import { type Applying, refuse, shapeOf, updateTarget } from './merge.ts'
import { createPlainView } from './plain-view.ts'
import { type Change, rewrite, selectedValues } from './rewrite.ts'

/** Limits of a document with overlays. */
export type OverlayLimits = Pick<Limits, 'nodes' | 'depth'> & {
  /** Steps of all searches. */
  readonly steps?: number
}

const MAX_STEPS = 50_000_000
/** Values that one target may select. */
const MAX_SELECTED = 1_000_000

/** Document with its overlays applied. */
export type Overlaid = {
  /** New root; shares what is unchanged with the document. Its location has the origin of each value. */
  readonly root: Located
  /** Original of each object and array that was copied with the same keys. */
  readonly copies: Copies
  /** Names of the overlays that were applied. */
  readonly applied: readonly string[]
  readonly problems: readonly Diagnostic[]
}

/** Options of `applyOverlays`. */
export type OverlayOptions = {
  readonly limits: OverlayLimits
  readonly folder: Folder
  readonly createPaths: CreatePaths
}

/**
 * Applies overlays to a parsed document, in their order. Nothing of the document or the overlays is changed.
 * @returns the problem if an overlay is invalid or can't be applied
 * @see https://spec.openapis.org/overlay/v1.1.0.html
 */
export function applyOverlays(
  document: unknown,
  files: readonly OverlayFile[],
  { limits, folder, createPaths }: OverlayOptions,
): Result<Overlaid> {
  const compile = createPaths(limits.steps ?? MAX_STEPS, limits.depth)
  const state: State = {
    root: { value: document, at: root('') },
    // Measured when values are added, since most overlays add few.
    size: undefined,
    limits,
    view: createPlainView([document, ...files.map(({ value }) => value)]),
    copies: new Map(),
    problems: [],
  }
  const overlays: Overlay[] = []
  for (const file of files) {
    const overlay = readOverlay(file, compile)
    if (!overlay.ok) return overlay
    if (checkExtends(overlay.value, folder, state.problems)) overlays.push(overlay.value)
  }
  for (const { version, actions } of overlays)
    for (const action of actions) {
      const conflict = applyAction(state, action, version)
      if (conflict !== undefined) return { ok: false, problem: conflict }
    }
  const { root: overlaid, copies, problems } = state
  return { ok: true, value: { root: overlaid, copies, applied: overlays.map(({ name }) => name), problems } }
}

type State = {
  root: Located
  /** Most values and levels that the document can have. */
  size: { readonly nodes: number; readonly depth: number } | undefined
  readonly limits: Pick<Limits, 'nodes' | 'depth'>
  readonly view: (value: unknown) => unknown
  readonly copies: Copies
  readonly problems: Diagnostic[]
}

/** @returns the reason why the action can't be applied */
const applyAction = (state: State, action: Action, version: Overlay['version']): Diagnostic | undefined => {
  const { copies, problems } = state
  const applying: Applying = { version, at: action.at, copies, problems }
  const selected = search(state, applying, action.target)
  if (selected === undefined) return applying.conflict
  const { selection, count } = selected
  if (count === 0) report(problems, overlayNoMatch.nothing(quote(action.path)), action.at)
  const change = count === 0 ? undefined : changeOf(state, applying, action, selected)
  if (change === undefined) return applying.conflict
  const changed = rewrite(state.root, selection, change, copies)
  if (changed === undefined) refuse(applying, overlayConflict.root)
  else state.root = changed
  return applying.conflict
}

const search = ({ root: { value }, view }: State, applying: Applying, query: Query): Selected | undefined => {
  const found = query(view(value), MAX_SELECTED)
  if (found.ok) return found.value
  const isWork = found.problem === 'work'
  refuse(applying, where => (isWork ? overlayLimit.work(where) : overlayLimit.selected(where, MAX_SELECTED)))
  return undefined
}

/** Returns the change that an action makes at each selected value; undefined if it makes none. */
const changeOf = (
  state: State,
  applying: Applying,
  { remove, update, copy, at }: Action,
  { selection, count }: Selected,
): Change | undefined => {
  const shapes = new Set<string>()
  for (const { value } of selectedValues(state.root, selection)) shapes.add(shapeOf(value))
  const changes = remove || (update === undefined) !== (copy === undefined)
  if (changes && applying.version === '1.0' && shapes.has('primitive'))
    report(state.problems, overlayPrimitive.applied(), at)
  if (remove) return () => undefined
  if (!changes) {
    if (update !== undefined) report(state.problems, overlayIgnored.both(), at)
    return undefined
  }
  if (shapes.size > 1) refuse(applying, overlayConflict.mixed)
  const added = update ?? (copy && findCopied(state, applying, copy))
  if (added === undefined || applying.conflict !== undefined) return undefined
  if (!reserve(state, added.value, count)) {
    const { nodes, depth } = state.limits
    refuse(applying, where => overlayLimit.size(where, nodes, depth))
    return undefined
  }
  return node => updateTarget(applying, node, added)
}

/** Finds the one value that is copied. */
const findCopied = (state: State, applying: Applying, copy: Query): Located | undefined => {
  const found = search(state, applying, copy)
  if (found === undefined) return undefined
  const [copied] = selectedValues(state.root, found.selection)
  if (found.count !== 1) refuse(applying, where => overlayConflict.copied(where, found.count))
  return copied
}

/** Tests if a value can be added so many times within the limits. Counts each time, and measures if that is too much. */
const reserve = (state: State, added: unknown, times: number): boolean => {
  const { limits } = state
  const before = state.size ?? measure(state.root.value, limits)
  const more = measure(added, limits)
  const size = { nodes: before.nodes + more.nodes * times, depth: before.depth + more.depth }
  state.size = size
  if (size.nodes <= limits.nodes && size.depth <= limits.depth) return true
  const measured = measure(state.root.value, limits)
  state.size = { nodes: measured.nodes + more.nodes * times, depth: measured.depth + more.depth }
  return state.size.nodes <= limits.nodes && state.size.depth <= limits.depth
}
