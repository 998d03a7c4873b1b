import * as v from 'valibot'

/** The policy of an upload form, as far as the API uses it. */
const Policy = v.object({
  expiration: v.string(),
  conditions: v.array(
    v.union([
      v.record(v.string(), v.string()),
      v.tuple([v.literal('content-length-range'), v.number(), v.number()]),
      v.tuple([v.picklist(['eq', 'starts-with']), v.string(), v.string()]),
    ]),
  ),
})

export type UploadRefusal = { readonly status: 400 | 403; readonly code: string; readonly message: string }

const denied = (message: string): UploadRefusal => ({ status: 403, code: 'AccessDenied', message })

/**
 * Checks an upload form against its policy. Does not check the signature.
 * @returns the error of S3, or undefined when S3 would accept the upload
 * @param now milliseconds since 1970
 */
export function refuseUpload(form: FormData, now: number): UploadRefusal | undefined {
  const fields = new Map([...form].map(([name, value]) => [name.toLowerCase(), value]))
  const [text, file] = [fields.get('policy'), fields.get('file')]
  if (typeof text !== 'string') return denied('The form has no policy.')
  if (!(file instanceof Blob)) return { status: 400, code: 'InvalidArgument', message: 'The form has no file.' }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Policy), Buffer.from(text, 'base64').toString('utf8'))
  if (!parsed.success)
    return { status: 400, code: 'InvalidPolicyDocument', message: 'The policy of the form is invalid.' }
  const { expiration, conditions } = parsed.output
  if (Date.parse(expiration) <= now) return denied('Invalid according to Policy: Policy expired.')
  for (const condition of conditions) {
    const refusal = Array.isArray(condition)
      ? refuseBy(condition, fields, file.size)
      : refuseByValues(condition, fields)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

type Fields = ReadonlyMap<string, unknown>
type Condition = Extract<v.InferOutput<typeof Policy>['conditions'][number], readonly unknown[]>

const refuseBy = (condition: Condition, fields: Fields, size: number): UploadRefusal | undefined => {
  if (condition[0] === 'content-length-range') {
    const [, least, most] = condition
    if (size < least) return { status: 400, code: 'EntityTooSmall', message: `The file has less than ${least} bytes.` }
    if (size > most) return { status: 400, code: 'EntityTooLarge', message: `The file has more than ${most} bytes.` }
    return undefined
  }
  const [how, name, want] = condition
  const value = fields.get(name.replace('$', '').toLowerCase())
  const fits = how === 'eq' ? value === want : typeof value === 'string' && value.startsWith(want)
  return fits ? undefined : failed(condition)
}

const refuseByValues = (condition: Readonly<Record<string, string>>, fields: Fields): UploadRefusal | undefined =>
  Object.entries(condition)
    // The bucket is in the URL.
    .filter(([name, want]) => name !== 'bucket' && fields.get(name.toLowerCase()) !== want)
    .map(([name, want]) => failed(['eq', `$${name}`, want]))[0]

const failed = (condition: readonly unknown[]): UploadRefusal =>
  denied(`Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`)
