import { pathPart } from '../scope.js';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Api, ApiContext } from '../context.js';
import { plainPage, wantsPage } from './plain-page.js';

/** Paths that are the server's own, also those below them that nobody has. */
const SERVER_PATHS = /^\/(v1|auth|docs|healthz|readyz|metrics|openapi\.json|assets)(\/|$)/;
/** As the build names them: nothing that leads elsewhere, nothing hidden. */
const ASSET_NAME = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;
const YEAR_SECONDS = 31_536_000;

/** Whether a request that no route takes wants a screen of the console: any path but the server's own that a browser opens. */
export function isScreen(request: FastifyRequest): boolean {
  if (!request.is404 || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  return wantsPage(request) && !SERVER_PATHS.test(request.url.split('?')[0] ?? '');
}

export interface Console {
  /** Routes of the page and of its files, as patterns: anybody may have them. */
  routes: ReadonlySet<string>;
  /** Answers a screen: the one page, whatever the path. */
  sendScreen(reply: FastifyReply): FastifyReply;
}

const NOT_BUILT = plainPage('The console is not built', [
  'Run `npm run build` in the checkout and start again: it puts the console into `dist/console`.',
  'The API works without it. Its reference is at `/docs`.',
]);

/**
 * Serves the built console. Files under `assets/` carry their content's hash in their name and may be kept for ever; the
 * page itself is asked for anew each time. Compressed copies lie beside the files (scripts/precompress.mjs).
 */
export async function serveConsole(app: Api, { consoleDir }: Pick<ApiContext, 'consoleDir'>): Promise<Console> {
  const built = existsSync(join(consoleDir, 'index.html'));
  if (!built) {
    const sendScreen = (reply: FastifyReply) =>
      reply.code(200).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(NOT_BUILT);
    app.get('/', { schema: { hide: true } }, async (_request, reply) => sendScreen(reply));
    return { routes: new Set(['/']), sendScreen };
  }
  await app.register(fastifyStatic, {
    root: consoleDir,
    serve: false,
    preCompressed: true,
    dotfiles: 'ignore',
    index: false,
  });
  const sendScreen = (reply: FastifyReply) =>
    reply
      .header('cache-control', 'no-cache')
      .header('vary', 'Accept, Accept-Encoding')
      .sendFile('index.html', { cacheControl: false });
  const hidden = { schema: { hide: true } };
  app.get('/', hidden, async (_request, reply) => sendScreen(reply));
  app.get('/assets/*', hidden, async (request, reply) => {
    const name = pathPart(request, '*');
    if (!ASSET_NAME.test(name)) return reply.callNotFound();
    void reply.header('vary', 'Accept-Encoding');
    return reply.sendFile(`assets/${name}`, { immutable: true, maxAge: YEAR_SECONDS * 1_000 });
  });
  const loose = looseFiles(consoleDir);
  for (const name of loose)
    app.get(`/${name}`, hidden, async (_request, reply) => reply.sendFile(name, { maxAge: 3_600_000 }));
  return { routes: new Set(['/', '/assets/*', ...loose.map((name) => `/${name}`)]), sendScreen };
}

/** Files beside the page, such as the icon. */
function looseFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'index.html' && /^[\w-]+(\.[\w-]+)*$/.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => !/\.(br|gz)$/.test(name));
}
