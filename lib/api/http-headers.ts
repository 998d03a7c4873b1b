import httpCors from '@middy/http-cors'
import httpSecurityHeaders from '@middy/http-security-headers'

/** Headers for answers that no browser is to show as a page. */
export function securityHeaders() {
  return httpSecurityHeaders({
    contentSecurityPolicy: { 'default-src': "'none'", 'report-to': '', 'require-trusted-types-for': '' },
    permissionsPolicy: false,
    reportTo: false,
    reportingEndpoints: false,
  })
}

/** Lets pages of some origins read the answers, and answers their preflight requests. */
export function cors(origins: readonly string[]) {
  return httpCors({
    origins: [...origins],
    methods: 'GET, POST',
    headers: 'authorization, content-type, idempotency-key, x-amz-date, x-amz-security-token',
    exposeHeaders: 'location',
    maxAge: 600,
    disableBeforePreflightResponse: false,
  })
}
