import type { Api, ApiContext } from '../../context.js';
import { Problem } from '../../problems.js';
import { PAGE_STYLE } from '../home/style.js';
import { OUTBOX_SCRIPT } from './page-script.js';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Outbox - Notice Desk</title>
    <link rel="icon" href="data:," />
    <style>${PAGE_STYLE}</style>
    <script src="/outbox.js" defer></script>
  </head>
  <body>
    <h1>Outbox</h1>
    <p>Mails this desk has sent, newest first. They went to the mail catcher and nowhere else.</p>
    <form id="ask">
      <label for="key">Key of an ops, auditor or admin person (in <code>desk.json</code>)</label>
      <input id="key" type="password" autocomplete="off" required />
      <button type="submit">Show mails</button>
    </form>
    <p id="state" role="status"></p>
    <div id="mails"></div>
    <button id="more" type="button" hidden>Older mails</button>
    <noscript>This page needs JavaScript. The same list: <code>npm run --silent cli -- outbox list</code>.</noscript>
    <p><a href="/">Back</a></p>
  </body>
</html>
`;

/** `GET /outbox` and its script: reads `/v1/outbox` with a key that stays in the page. */
export function registerOutboxPage(app: Api, { embedded }: ApiContext): void {
  const schema = { hide: true } as never;
  const needEmbedded = async () => {
    if (!embedded) throw new Problem('not-found', 'This desk sends its mail for real and keeps no outbox.');
  };
  app.get('/outbox', { schema, onRequest: needEmbedded }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(PAGE),
  );
  app.get('/outbox.js', { schema, onRequest: needEmbedded }, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(OUTBOX_SCRIPT),
  );
}
