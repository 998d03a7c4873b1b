import { authenticationRules } from './authentication.ts'
import { useRules } from './classify.ts'
import { definitionRules } from './definitions.ts'
import { bodyRules } from './operation/bodies.ts'
import { operationRules } from './operation/compare-operations.ts'
import { encodingRules } from './operation/encodings.ts'
import { parameterValueRules } from './operation/parameter-values.ts'
import { parameterRules } from './operation/parameters.ts'
import { responseRules } from './operation/responses.ts'
import { securityRules } from './operation/security.ts'
import type { Rule } from './rule.ts'
import { additionalRules } from './schema/additional-properties.ts'
import { alternativeRules } from './schema/alternatives.ts'
import { boundRules } from './schema/bounds.ts'
import { sizeRules } from './schema/compare-schemas.ts'
import { constraintRules } from './schema/constraints.ts'
import { discriminatorRules } from './schema/discriminator.ts'
import { itemRules } from './schema/items.ts'
import { propertyRules } from './schema/properties.ts'
import { stringRules } from './schema/strings.ts'
import { typeRules } from './schema/types.ts'
import { valueRules } from './schema/values.ts'

type Section = { readonly title: string; readonly rules: readonly Rule[] }

const section = (title: string, ...groups: readonly Readonly<Record<string, Rule>>[]): Section => ({
  title,
  rules: groups.flatMap(group => Object.values(group)),
})

/** All rules, by topic. */
export const RULES: readonly Section[] = [
  section('Operations', operationRules, useRules),
  section('Parameters', parameterRules, parameterValueRules),
  section('Bodies and responses', bodyRules, encodingRules, responseRules),
  section('Authentication', securityRules, authenticationRules),
  section('Types and values', typeRules, valueRules, boundRules, stringRules),
  section('Objects and arrays', propertyRules, additionalRules, itemRules),
  section('Alternatives', alternativeRules, discriminatorRules),
  section('Other keywords', constraintRules, sizeRules),
  section('Definitions', definitionRules),
]
