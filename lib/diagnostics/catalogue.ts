import type { Entry } from './kind.ts'
import * as bodies from './kinds/bodies.ts'
import * as connector from './kinds/connector.ts'
import * as file from './kinds/file.ts'
import * as mediaTypes from './kinds/media-types.ts'
import * as objects from './kinds/objects.ts'
import * as omissions from './kinds/omissions.ts'
import * as operations from './kinds/operations.ts'
import * as overlays from './kinds/overlays.ts'
import * as parameters from './kinds/parameters.ts'
import * as paths from './kinds/paths.ts'
import * as platform from './kinds/platform.ts'
import * as references from './kinds/references.ts'
import * as release from './kinds/release.ts'
import * as reports from './kinds/report.ts'
import * as schemas from './kinds/schemas.ts'
import * as security from './kinds/security.ts'
import * as triggers from './kinds/triggers.ts'

/** All kinds of diagnostics, by section of docs/diagnostics.md. */
export const CATALOGUE = [
  { title: 'The file', note: 'All but the warnings end the import.', kinds: file },
  { title: 'Overlays', note: 'See [overlays](overlays.md). All errors end the import.', kinds: overlays },
  { title: 'References and objects', kinds: { ...references, ...objects, ...reports } },
  { title: 'Operations', kinds: operations },
  { title: 'Paths', kinds: paths },
  { title: 'Parameters', kinds: parameters },
  { title: 'Bodies and responses', kinds: { ...bodies, ...mediaTypes } },
  { title: 'Schemas', kinds: schemas },
  { title: 'Triggers', kinds: triggers },
  {
    title: 'Connector',
    note: 'Reported if the import creates the connector: see [connector](connector.md).',
    kinds: connector,
  },
  {
    title: 'Authentication',
    note: 'Reported if the authentication of the document is imported: see [connector](connector.md#authentication).',
    kinds: security,
  },
  {
    title: 'Not imported',
    note: 'Parts that actions and definitions do not support: one diagnostic for a document, with their number and the location of the first.',
    kinds: omissions,
  },
  { title: 'The platform', kinds: platform },
  { title: 'Releases', note: 'See [releases](releases.md).', kinds: release },
] as const

type Kinds = (typeof CATALOGUE)[number]['kinds']
type KindOf<Section> = Section extends unknown ? Section[keyof Section] : never

/** Every code that a diagnostic can have. */
export type DiagnosticCode = Extract<KindOf<Kinds>, { readonly code: string }>['code']

/** Message of the catalogue with its arguments filled in. */
export type DiagnosticEntry = Entry<DiagnosticCode>
