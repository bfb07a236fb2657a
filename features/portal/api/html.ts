import { escape, STYLE } from '../../../api/console/plain-page.js';

export interface Html {
  html: string;
}

type Part = string | number | Html | readonly Html[] | null;

/** Builds HTML and escapes every part that is not `Html` itself. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  const said = texts.map((text, place) => text + toHtml(parts[place] ?? null));
  return { html: said.join('') };
}

function toHtml(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return 'html' in part ? part.html : part.map((one) => one.html).join('');
}

const OWN_STYLE = `
*, *::before { box-sizing: border-box; }
body { line-height: 1.5; }
header { border-bottom: 1px solid #d5dae0; }
header > div, main { max-width: 56rem; margin: 0 auto; padding: .75rem 1.25rem; }
header > div { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; }
header > div > div { flex: 1 1 16rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
header form, header button { display: inline; margin: 0; }
main { padding-bottom: 4rem; }
main.narrow { max-width: 36rem; padding-top: 6vh; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 1.25rem 0 .75rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p, li, dd, td { overflow-wrap: anywhere; }
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
.state { font-weight: 600; }
.wrong { font-weight: 600; border-left: 4px solid #a3231a; padding: .25rem 0 .25rem .75rem; }
.note { border-left: 4px solid #0b57a4; padding: .25rem 0 .25rem .75rem; }
code { font-size: .875em; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  table, tbody, tr, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: .5rem 0; border-bottom: 1px solid #d5dae0; }
  td { border: 0; padding: .1rem 0; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .6rem; }
}
@media (prefers-color-scheme: dark) {
  small, dt, th { color: #aab4c0; }
  header, th, td, ul.rows > li, tr { border-color: #38424e; }
  button.plain { color: #8ab8f0; }
  :focus-visible { outline-color: #8ab8f0; }
}
`;

export interface PageHead {
  authority: string;
  signer: string;
  formToken: string;
}

/** Renders a whole page; without a head it is one that needs no session. */
export function page(title: string, body: Html, head: PageHead | null = null): string {
  const bar =
    head === null
      ? html``
      : html`<header>
      <div>
        <div><strong>${head.authority}</strong><small>${head.signer}</small></div>
        <nav><a href="/portal">Your notices</a> <a href="/portal/new">File a notice</a></nav>
        <form method="post" action="/portal/leave"><input type="hidden" name="csrf" value="${head.formToken}" /><button class="plain">Sign out</button></form>
      </div>
    </header>`;
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${title}</title>
    <link rel="icon" href="data:," />
    <style>${{ html: STYLE + OWN_STYLE }}</style>
  </head>
  <body>
    ${bar}
    <main${{ html: head === null ? ' class="narrow"' : '' }}>
      <h1>${title}</h1>
      ${body}
    </main>
  </body>
</html>
`.html;
}

export function when(at: Date): Html {
  const iso = at.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}
