import { isConflict } from '../attention.ts'
import type { ReportedDefinition } from '../report.ts'
import { compareThree, compareValues, type Side } from '../values/compare-values.ts'
import { type StyledLine, type StyledText, styled } from './styled-line.ts'
import { type ValueLimits, valueRows } from './value-rows.ts'

/** One side of a changed field, with its label in a terminal and in a diff. */
export type LabelledSide = {
  readonly label: string
  readonly sign: '-' | '+' | ' '
  readonly side: Side | undefined
}

/** A changed field with its sides. A side of a field that was added or removed is absent. */
export type ChangedField = { readonly field: string; readonly sides: readonly LabelledSide[] }

/** Returns the changed fields of an update, or the fields of a conflict with all known sides. */
export function changedFields({ diff = [], conflict, baseUnknown, ...item }: ReportedDefinition): ChangedField[] {
  if (isConflict(item)) {
    const fields =
      conflict ?? diff.map(({ field, before: platform, after: document }) => ({ field, platform, document }))
    return fields.map(field => conflictField(field, baseUnknown === true || conflict === undefined))
  }
  return item.change === 'update' ? diff.map(updatedField) : []
}

const updatedField = ({ field, before, after }: NonNullable<ReportedDefinition['diff']>[number]): ChangedField => {
  const [left, right] = compareValues(before, after)
  const sides: LabelledSide[] = [
    { label: '-', sign: '-', side: left },
    { label: '+', sign: '+', side: right },
  ]
  return { field, sides: sides.filter(({ side }) => side !== undefined) }
}

const conflictField = (
  values: NonNullable<ReportedDefinition['conflict']>[number],
  baseUnknown: boolean,
): ChangedField => {
  const { field, platform, document } = values
  const [left, right] = compareValues(platform, document)
  const three = baseUnknown ? { base: undefined, platform: left, document: right } : compareThree(values)
  return {
    field,
    sides: [
      ...(baseUnknown ? [] : [{ label: 'last import', sign: ' ', side: three.base } as const]),
      { label: 'platform', sign: '-', side: three.platform },
      { label: 'document', sign: '+', side: three.document },
    ],
  }
}

/** Limits of the fields of one item. */
export type FieldLimits = { readonly fields: number; readonly value: ValueLimits }

const INDENT = 8

/** Shows the changed fields of an item: the changed words of each side with some context. */
export function fieldLines(item: ReportedDefinition, limits: FieldLimits): StyledLine[] {
  const fields = changedFields(item)
  const left = fields.length - limits.fields
  return [
    ...fields
      .slice(0, limits.fields)
      .flatMap(({ field, sides }) => [
        { texts: [styled(`${' '.repeat(INDENT)}${onOneLine(field)}`, 'quiet')], hang: INDENT + 2 },
        ...sides.flatMap(side => sideLines(side, sides, limits.value)),
      ]),
    ...(left > 0 ? [more(left, 'field')] : []),
  ]
}

const more = (left: number, noun: string): StyledLine => ({
  texts: [styled(`${' '.repeat(INDENT)}… and ${left} more ${noun}${left === 1 ? '' : 's'}`, 'quiet')],
  hang: INDENT + 2,
})

/** Shows one side: its label before the first row, and its other rows under the first. */
const sideLines = (
  { label, sign, side }: LabelledSide,
  sides: readonly LabelledSide[],
  limits: ValueLimits,
): StyledLine[] => {
  const width = Math.max(...sides.map(other => other.label.length))
  const hang = INDENT + 2 + width + 1
  const style = sign === '-' ? 'removed' : sign === '+' ? 'added' : 'quiet'
  return valueRows(side, limits).map((row, i) => {
    const start = i === 0 || label === sign ? label.padEnd(width) : ' '.repeat(width)
    const texts = row.map(({ kind, text }): StyledText => {
      if (kind === 'note') return styled(text, 'quiet')
      return kind === 'changed' ? { text, style, isChanged: true } : styled(text, style)
    })
    return { texts: [styled(`${' '.repeat(INDENT + 2)}${start} `, style), ...texts], hang }
  })
}

/** Escapes line breaks and other control characters: a field contains names of the document. */
export function onOneLine(field: string): string {
  return JSON.stringify(field).slice(1, -1)
}
