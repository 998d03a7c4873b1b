import { applyOverlays, type OverlayLimits } from '../../../lib/overlay/apply/apply-overlays.ts'
import { createOrigin } from '../../../lib/overlay/origin.ts'
import { createPaths } from '../../../lib/overlay/path/json-path.ts'

export type TestAction = { readonly target: string } & Readonly<Record<string, unknown>>

export const LIMITS: OverlayLimits = { nodes: 10_000, depth: 30 }

export const overlayOf = (actions: readonly TestAction[], version = '1.1.0') => ({
  overlay: version,
  info: { title: 'Corrections', version: '1' },
  actions,
})

type Options = {
  readonly version?: string
  readonly limits?: OverlayLimits
  /** Reusable actions; the version is then 1.2. */
  readonly reusable?: Readonly<Record<string, unknown>>
}

/** Applies one overlay, `o.yaml`, to a document. */
export const apply = (document: unknown, actions: readonly TestAction[], options: Options = {}) => {
  const { reusable, version = reusable && '1.2.0' } = options
  const value = { ...overlayOf(actions, version), ...(reusable && { components: { actions: reusable } }) }
  const file = { name: 'o.yaml', value, written: value }
  const folder = { document: 'api.yaml', files: new Set<string>(), isChosen: false }
  return applyOverlays(document, [file], { limits: options.limits ?? LIMITS, folder, createPaths })
}

/** Applies one overlay that is valid. Returns the document, the problems, and the origin of a pointer. */
export const applied = (document: unknown, actions: readonly TestAction[], options: Options = {}) => {
  const result = apply(document, actions, options)
  if (!result.ok) throw new Error(result.problem.message)
  const { root, problems } = result.value
  return { value: root.value, problems, origin: createOrigin(root.at, '') }
}
