import type { FastifyRequest } from 'fastify';

/** Whether a browser asks for a page; a program that accepts anything gets the API's answer. */
export function wantsPage({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers.accept?.includes('text/html') === true;
}

export const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; color: #1c2430; background: #fff; margin: 0; }
main { max-width: 40rem; margin: 10vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.4rem; }
code { font-family: ui-monospace, monospace; background: #eef1f4; padding: .1em .3em; border-radius: 3px; }
a { color: #0b57a4; }
@media (prefers-color-scheme: dark) { body { color: #e6eaef; background: #14181d; } code { background: #262d35; } a { color: #8ab8f0; } }
`;

export const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

interface PageParts {
  language?: string;
  title: string;
  tab?: string;
  head?: string;
  style?: string;
  body: string;
}

export function serverPage({ language = 'en', title, tab = title, head = '', style = '', body }: PageParts): string {
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escape(tab)}</title>
    <link rel="icon" href="data:," />
    ${head}
    <style>${STYLE}${style}</style>
  </head>
  <body>
    <main>
      <h1 dir="auto">${escape(title)}</h1>
      ${body}
    </main>
  </body>
</html>
`;
}

/** A short page for when the console is not available. `backticks` become code. */
export function plainPage(title: string, paragraphs: readonly string[], link?: { href: string; text: string }): string {
  const body = paragraphs.map((text) => `<p>${escape(text).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>`);
  if (link !== undefined) body.push(`<p><a href="${escape(link.href)}">${escape(link.text)}</a></p>`);
  return serverPage({ title, tab: `${title} · Notice Desk`, body: body.join('\n      ') });
}
