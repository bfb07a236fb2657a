/** HTML that a template of this file has built; nothing else is inserted unescaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Html[] | null;

/** Builds HTML and escapes every part that is not `Html` itself. Attributes are written in double quotes. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(texts.map((text, place) => text + toHtml(parts[place] ?? null)).join(''));
}

function toHtml(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.text;
  return typeof part === 'object' ? part.map(toHtml).join('') : escape(String(part));
}

const escape = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

export const STYLE = html`
*, *::before { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; color: #1c2430; background: #fff; margin: 0; }
header { border-bottom: 1px solid #d5dae0; }
header > div, main { max-width: 56rem; margin: 0 auto; padding: .75rem 1.25rem; }
header > div { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; }
header > div > div { flex: 1 1 16rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
header form, header button { display: inline; margin: 0; }
main { max-width: 40rem; padding-top: 6vh; padding-bottom: 4rem; }
header + main { max-width: 56rem; padding-top: .75rem; }
article { border-top: 1px solid #8a94a0; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 1.25rem 0 .75rem; overflow-wrap: anywhere; unicode-bidi: plaintext; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p, li, dd, td { overflow-wrap: anywhere; }
p.text { white-space: pre-line; }
a { color: #0b57a4; }
label, legend { display: block; font-weight: 600; margin: 1.1rem 0 .25rem; padding: 0; }
fieldset { border: 0; margin: 0; padding: 0; }
label.choice { font-weight: 400; margin: .35rem 0; display: flex; gap: .5rem; align-items: baseline; }
small { display: block; color: #4a5665; font-size: .875rem; font-weight: 400; }
input, select, textarea, button { font: inherit; color: inherit; }
input:not([type=radio], [type=checkbox], [type=file]), select, textarea { width: 100%; padding: .5rem; background: transparent; border: 1px solid #76808c; border-radius: 4px; }
select option { color: #1c2430; background: #fff; }
input[type=file] { max-width: 100%; }
input[type=number] { max-width: 8rem; }
textarea { min-height: 8rem; }
button, a.button { display: inline-block; margin-top: 1.25rem; padding: .5rem 1.25rem; border: 0; border-radius: 4px; background: #0b57a4; color: #fff; text-decoration: none; cursor: pointer; }
button.plain { background: none; color: #0b57a4; padding: 0; text-decoration: underline; }
button.grave { background: #a3231a; }
:focus-visible { outline: 2px solid #0b57a4; outline-offset: 2px; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .35rem 1.25rem; margin: 0; }
dt { color: #4a5665; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid #d5dae0; }
th { font-size: .875rem; color: #4a5665; font-weight: 600; }
td.number { white-space: nowrap; }
ul.rows { list-style: none; margin: 0; padding: 0; }
ul.rows > li { padding: .5rem 0; border-bottom: 1px solid #d5dae0; }
ul.rows button { margin: 0; }
.state { font-weight: 600; }
.wrong { font-weight: 600; border-left: 4px solid #a3231a; padding: .25rem 0 .25rem .75rem; }
.note { border-left: 4px solid #0b57a4; padding: .25rem 0 .25rem .75rem; }
code { font-family: ui-monospace, monospace; font-size: .875em; overflow-wrap: anywhere; background: #eef1f4; padding: .1em .3em; border-radius: 3px; }
@media (max-width: 40rem) {
  table, tbody, tr, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: .5rem 0; border-bottom: 1px solid #d5dae0; }
  td { border: 0; padding: .1rem 0; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .6rem; }
}
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
@media print {
  nav, form { display: none; }
  main { max-width: none; padding: 0; }
  a { color: inherit; }
  dt, dd, li, p, tr { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; }
}
@media (prefers-color-scheme: dark) {
  body { color: #e6eaef; background: #14181d; }
  code { background: #262d35; }
  small, dt, th { color: #aab4c0; }
  header, th, td, ul.rows > li, tr { border-color: #38424e; }
  a, button.plain { color: #8ab8f0; }
  a.button { color: #fff; }
  :focus-visible { outline-color: #8ab8f0; }
}
`;

interface PageParts {
  language?: string;
  title: string;
  tab?: string;
  /** Elements for `<head>`. */
  head?: Html | null;
  /** The bar above a wide page. */
  bar?: Html | null;
  body: Html;
}

/** A whole page that works without scripts. */
export function page({ language = 'en', title, tab = title, head = null, bar = null, body }: PageParts): string {
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${tab}</title>
    <link rel="icon" href="data:," />
    ${head}
    <style>${STYLE}</style>
  </head>
  <body>
    ${bar}
    <main>
      <h1>${title}</h1>
      ${body}
    </main>
  </body>
</html>
`.text;
}

/** For a page that search engines must not list. */
export const UNLISTED = html`<meta name="robots" content="noindex" />`;
