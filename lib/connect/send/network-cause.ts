/** Errors of a wrong address or of a certificate: a later attempt has the same result. */
const PERMANENT = /^(ENOTFOUND|EPROTO|ERR_SSL_|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

/** Describes an error of the network, beginning with its code. Other messages are returned as they are. */
export function describeNetworkError(code: string, error: Error): string {
  const { address, port, hostname } = error as { address?: string; port?: number; hostname?: string }
  if (code === 'ECONNREFUSED')
    return `${code}: no program accepts connections at ${address ?? 'the host'}:${port ?? ''}`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `${code}: the name ${hostname ?? 'of the host'} can't be resolved`
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return `${code}: the server does not use TLS at this port`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `${code}: the server's certificate is for another host`
  if (code === 'CERT_HAS_EXPIRED') return `${code}: the server's certificate has expired`
  if (PERMANENT.test(code))
    return `${code}: the server's certificate is not trusted; set NODE_EXTRA_CA_CERTS to the file of its authority`
  return `${code}: ${error.message}`
}

/** Tests if the address or the certificate is the reason, by the cause from `describeNetworkError`. */
export function isPermanent(cause: string): boolean {
  return PERMANENT.test(cause)
}
