/** The page's looks: calm, by the reader's colour scheme, one column on a phone. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fafaf8; --card: #fff; --ink: #1d2125; --soft: #5c646c; --line: #dfe2e4; --focus: #0b62c4;
  --green: #1d7a46; --blue: #1f5fbf; --grey: #5c646c; --violet: #7a3fb0; --amber: #8a5a00; --red: #b42318; --mist: #8b949c;
  --tint: 12%;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --card: #1b1f23; --ink: #e6e8ea; --soft: #a2abb3; --line: #31373d; --focus: #79b4ff;
    --green: #5cc98a; --blue: #7fb2ff; --grey: #a2abb3; --violet: #c59bf0; --amber: #e5b454; --red: #ff8f85; --mist: #7c858d;
    --tint: 16%;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 1.05rem; }
p { margin: .5rem 0; }
ul { margin: 0; padding: 0; list-style: none; }
code, pre, .path, .code, .method, .diff th[scope=row] { font: .86rem/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
/* Texts of the document may be of any length and direction. */
h1, .data { overflow-wrap: anywhere; unicode-bidi: isolate; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
section:focus { outline: none; }
.skip { position: absolute; left: -100rem; padding: .5rem 1rem; background: var(--card); color: var(--ink); }
.skip:focus { left: 1rem; top: 1rem; z-index: 2; }

button, input, select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .35rem .6rem; }
button { cursor: pointer; }
button:hover, select:hover, input:hover { border-color: var(--soft); }

.created { --tone: var(--green); } .updated { --tone: var(--blue); } .unchanged { --tone: var(--grey); }
.removed { --tone: var(--violet); } .kept { --tone: var(--amber); } .failed { --tone: var(--red); } .skipped { --tone: var(--mist); }
.succeeded { --tone: var(--green); } .partial { --tone: var(--amber); } .planned { --tone: var(--blue); } .superseded { --tone: var(--grey); }
.error { --tone: var(--red); } .warning { --tone: var(--amber); } .info { --tone: var(--grey); }
.tag { display: inline-block; padding: 0 .5rem; border-radius: 99px; font-size: .8rem; overflow-wrap: anywhere; color: var(--tone); background: color-mix(in srgb, var(--tone) var(--tint), transparent); }
.tag.skipped { color: var(--soft); }

.kicker { margin: 0 0 .25rem; color: var(--soft); }
.outcome strong { padding: .1rem .7rem; margin-right: .4rem; border-radius: 99px; color: var(--card); background: var(--tone); }
header .reason, .conflicts { padding: .6rem .9rem; border-left: 4px solid var(--tone); background: color-mix(in srgb, var(--tone) var(--tint), transparent); border-radius: 0 6px 6px 0; }
.conflicts { --tone: var(--amber); }
.conflicts button { margin-left: .4rem; padding: .1rem .6rem; }
.counts { display: grid; gap: 1rem 2.5rem; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); margin: 1.5rem 0; }
.bar { display: block; width: 100%; height: 12px; margin: .4rem 0; border-radius: 6px; }
.bar rect { fill: var(--tone); }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; color: var(--soft); font-size: .9rem; }
.legend b { color: var(--ink); }
.legend li::before { content: ''; display: inline-block; width: .6rem; height: .6rem; margin-right: .4rem; border-radius: 50%; background: var(--tone); }
dl { display: grid; gap: .4rem 2rem; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); margin: 1rem 0; font-size: .9rem; }
dt { color: var(--soft); font-size: .8rem; }
dd { margin: 0; }
header dl div:last-child { grid-column: 1 / -1; }

section, #items { margin-top: 2.25rem; }
summary { cursor: pointer; padding: .5rem .75rem; border-radius: 6px; }
summary:hover { background: color-mix(in srgb, var(--ink) 4%, transparent); }
summary::marker { color: var(--soft); }
#problems > h2 { margin-bottom: .5rem; }
#problems > details, .items { border: 1px solid var(--line); background: var(--card); }
#problems > details { margin-top: -1px; }
#problems > h2 + details { border-radius: 8px 8px 0 0; } #problems > details:last-child { border-radius: 0 0 8px 8px; } #problems > h2 + details:last-child { border-radius: 8px; }
#problems > details > :not(summary) { margin-left: 1.75rem; margin-right: 1rem; }
.times { color: var(--soft); }
.places { margin: .75rem 0; }
.places li { padding: .35rem 0; border-top: 1px solid var(--line); }
.places li > * { margin-right: .5rem; }
.places code { display: block; color: var(--soft); }
.owner { font-weight: 600; }

.filters { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: end; gap: .6rem; padding: .75rem 0; background: var(--paper); border-bottom: 1px solid var(--line); }
select { max-width: 100%; }
.filters label { display: grid; grid-template-columns: minmax(0, 1fr); min-width: 0; color: var(--soft); font-size: .8rem; }
.filters select, .filters input, .filters button { min-height: 2.3rem; font-size: .95rem; color: var(--ink); }
.filters .text { flex: 1 1 16rem; }
.filters label:not(.text) { max-width: 14rem; }
#items section { margin-top: 1.5rem; scroll-margin-top: 5rem; }
.title { display: flex; align-items: baseline; gap: .6rem; margin-bottom: .5rem; }
.title p { margin: 0; flex: 1; color: var(--soft); }
.title button { font-size: .85rem; padding: .1rem .6rem; }
.items { border-radius: 8px; }
.items:empty { border-style: dashed; }
.items:empty::before { content: 'Nothing fits the filters.'; display: block; padding: 1rem; color: var(--soft); }
.items > li { content-visibility: auto; contain-intrinsic-size: auto 3.4rem; border-top: 1px solid var(--line); }
.items > li:first-child { border-top: 0; }
.items summary { display: grid; grid-template-columns: .6rem 4.4rem minmax(0, 1fr) minmax(0, auto); align-items: center; gap: 0 .75rem; border-radius: 0; }
.items summary::-webkit-details-marker { display: none; }
.items summary::before { content: '›'; color: var(--soft); }
.items [open] > summary::before { rotate: 90deg; }
#definitions summary { grid-template-columns: .6rem minmax(0, 1fr) minmax(0, auto); }
.items summary:focus-visible { outline-offset: -2px; }
.items .conflict > summary { box-shadow: inset 4px 0 var(--amber); }
.method { font-weight: 700; font-size: .78rem; color: var(--soft); overflow-wrap: anywhere; }
.method[data-method=GET] { color: var(--blue); } .method[data-method=POST] { color: var(--green); }
.method[data-method=PUT], .method[data-method=PATCH] { color: var(--amber); } .method[data-method=DELETE] { color: var(--red); }
.path { display: block; } .name { display: block; color: var(--soft); font-size: .85rem; }
.tags { display: flex; flex-wrap: wrap; justify-content: end; gap: .25rem; }
.body { padding: .25rem 1rem 1rem 7.25rem; }
#definitions .body { padding-left: 2.1rem; }
.diff { width: 100%; margin: .75rem 0; border-collapse: collapse; table-layout: fixed; }
.diff th, .diff td { padding: .35rem .6rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
.diff thead th { color: var(--soft); font-size: .8rem; font-weight: 500; }
.diff th:first-child { width: 24%; font-weight: 500; }
.before { --tone: var(--red); } .after { --tone: var(--green); }
.diff td:has(pre) { background: color-mix(in srgb, var(--tone) 7%, transparent); }
.diff em { color: var(--soft); }
mark { color: inherit; background: color-mix(in srgb, var(--tone) 28%, transparent); border-radius: 2px; }

@media (max-width: 40rem) {
  main { padding: 1.25rem .9rem 3rem; }
  h1 { font-size: 1.5rem; }
  dl div { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); align-items: baseline; }
  .filters { position: static; }
  .filters label:not(.text) { flex: 1 1 7rem; max-width: none; } .filters .text { flex-basis: 100%; }
  .items summary { grid-template-columns: .6rem 3.6rem minmax(0, 1fr); }
  #definitions summary { grid-template-columns: .6rem minmax(0, 1fr); }
  .tags { grid-column: -2 / -1; justify-content: start; }
  .body, #definitions .body { padding-left: .75rem; }
  .diff, .diff tbody, .diff tr, .diff th, .diff td { display: block; width: auto; }
  .diff thead { display: none; }
  .diff th:first-child { width: auto; }
  .diff td::before { content: attr(data-title); display: block; color: var(--soft); font-size: .8rem; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --green: #1d7a46; --blue: #1f5fbf; --grey: #555; --violet: #7a3fb0; --amber: #8a5a00; --red: #b42318; --mist: #777; }
  body { font-size: 10pt; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  .filters, .skip, button { display: none !important; }
  .items > li { content-visibility: visible; break-inside: avoid; }
}
`
