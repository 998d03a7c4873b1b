/** Names of query parameters and variables that hold a credential. */
const CREDENTIAL = /secret|passw|token$|api[-_]?key|credential|signature|^sig$|^code$|assertion/i

/** Tests if a value with this name is a credential. */
export function isCredentialName(name: string): boolean {
  return CREDENTIAL.test(name)
}
