import * as v from 'valibot'
import { ULID } from '../state/ulid.ts'

/** The request bodies of the contract for connectors and their authentication. Unknown fields are errors. */

const optional = v.exactOptional
const text = v.string()
const filled = v.pipe(text, v.nonEmpty('must not be empty'))
const ulid = v.pipe(text, v.regex(ULID, 'must be a ULID'))
const uri = v.pipe(text, v.url('must be a URL'))

const base = { id: ulid, description: text, validationMessages: optional(v.array(v.unknown())) }
const parameter = { name: filled, in: v.picklist(['query', 'header', 'cookie']) }

const clientGrant = {
  credentialId: optional(ulid),
  organisationId: optional(ulid),
  clientId: optional(text),
  clientSecret: optional(text),
}

const grant = v.variant('grantType', [
  v.strictObject({ grantType: v.literal('authorization_code'), ...clientGrant }),
  v.strictObject({ grantType: v.literal('client_credentials') }),
  v.strictObject({ grantType: v.literal('password'), ...clientGrant }),
])

/** `AuthSchemeConfig` of the contract. */
export const AuthSchemeShape = v.variant('schemeType', [
  v.strictObject({ ...base, schemeType: v.picklist(['none', 'basic-auth', 'certificate']) }),
  v.strictObject({ ...base, schemeType: v.literal('api-key'), ...parameter }),
  v.strictObject({
    ...base,
    schemeType: v.literal('oauth2'),
    authorizeUrl: uri,
    tokenUrl: uri,
    scopes: v.array(v.strictObject({ name: text, description: optional(text) })),
    defaultScopes: v.array(text),
    additionalAuthorizeParams: optional(text),
    additionalTokenParams: optional(text),
    mtlsEnabled: optional(v.boolean()),
    mtlsCredentialId: optional(text),
    grant,
  }),
  v.strictObject({
    ...base,
    schemeType: v.literal('hmac'),
    ...parameter,
    algorithm: v.picklist(['sha1', 'sha256', 'sha512']),
    digestInputs: v.array(v.picklist(['body', 'url'])),
  }),
])

const areUnique = (ids: readonly string[]): boolean => new Set(ids).size === ids.length

/** `HTTPConnectorCreate` of the contract. `connections` is required, but has no properties. */
export const ConnectorCreateShape = v.strictObject({
  name: filled,
  baseUrl: filled,
  connectionVariables: optional(v.array(v.strictObject({ name: filled, value: text }))),
  authSchemeConfigs: v.pipe(
    v.array(AuthSchemeShape),
    v.check(schemes => areUnique(schemes.map(({ id }) => id)), 'must have unique ids'),
  ),
  tags: optional(v.record(text, v.array(text))),
  public: optional(v.boolean()),
  connections: v.array(v.unknown()),
})
