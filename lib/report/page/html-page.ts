import { sha256 } from '../../util/hash.ts'
import { type Html, html, verbatim } from './html.ts'

export type HtmlPage = {
  readonly title: string
  readonly style: string
  /** Content of the body, each element with a line break at its end. */
  readonly body: Html
  /** Module that runs after the body; absent on a page without a script. */
  readonly script?: string
}

/** Renders an HTML page that loads nothing: style and script are in it, and its policy allows only these two. */
export function renderPage(page: HtmlPage): string {
  return [...pagePieces(page, [page.body])].join('')
}

/** Renders a page like `renderPage` in pieces: a whole body can have many megabytes. */
export function* pagePieces({ title, style, script }: Omit<HtmlPage, 'body'>, body: Iterable<Html>): Generator<string> {
  yield html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(script ?? '', style)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${verbatim(style)}</style>
</head>
<body>
`.markup
  for (const { markup } of body) yield markup
  yield html`${script === undefined ? undefined : html`<script type="module">${verbatim(script)}</script>\n`}</body>
</html>
`.markup
}

/** Allows one script and one style by their hashes, and nothing else: no request, no form, no markup from a script. */
const contentSecurityPolicy = (script: string, style: string): string =>
  [
    "default-src 'none'",
    `script-src '${hashSource(script)}'`,
    `style-src '${hashSource(style)}'`,
    // The empty icon keeps browsers from requesting one.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')

const hashSource = (text: string): string => `sha256-${Buffer.from(sha256(text), 'hex').toString('base64')}`
