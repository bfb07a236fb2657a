import type { Api, ApiContext } from '../../context.js';
import { PAGE_STYLE } from './style.js';

function homePage(embedded: boolean): string {
  const outbox = embedded
    ? '<li><a href="/outbox">Outbox</a>: the mails this desk has sent. They went nowhere else.</li>'
    : '';
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Notice Desk</title>
    <link rel="icon" href="data:," />
    <style>${PAGE_STYLE}</style>
  </head>
  <body>
    <h1>Notice Desk</h1>
    <p>The desk is running. These are the ways in:</p>
    <ul>
      <li><a href="/docs">API documentation</a>, made from <a href="/openapi.json">openapi.json</a>.</li>
      ${outbox}
      <li><a href="/readyz">Readiness</a>, part by part.</li>
    </ul>
    <h2>Command line</h2>
    <pre>npm run --silent cli -- notices list
npm run --silent cli -- notices show N-2021-000001 --timeline
npm run --silent cli -- ops attention
npm run --silent cli -- --help</pre>
    <h2>HTTP</h2>
    <pre>curl -H "Authorization: Bearer $DESK_KEY" "$DESK_URL/v1/me"</pre>
    <p>Keys of an embedded desk are in <code>desk.json</code> of its home folder; an admin makes others.</p>
  </body>
</html>
`;
}

/** `GET /`: a plain page that names the ways in. */
export function registerHomePage(app: Api, { embedded }: ApiContext): void {
  const page = homePage(embedded);
  app.get('/', { schema: { hide: true } as never }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page),
  );
}
