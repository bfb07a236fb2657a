import { pathPart, type Api, type ApiContext } from '../context.js';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { plainPage, wantsPage } from './plain-page.js';

const SERVER_PATHS = /^\/(v1|auth|docs|healthz|readyz|metrics|openapi\.json|assets)(\/|$)/;
/** Matches file names as the build makes them: no path traversal, no hidden files. */
const ASSET_NAME = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;
const YEAR_SECONDS = 31_536_000;

/**
 * Whether an unmatched request is for a screen of the console: any path except the server's own, opened by a browser.
 */
export function isScreen(request: FastifyRequest): boolean {
  if (!request.is404 || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  return wantsPage(request) && !SERVER_PATHS.test(request.url.split('?')[0] ?? '');
}

export interface Console {
  routes: ReadonlySet<string>;
  sendScreen(reply: FastifyReply): FastifyReply;
}

const NOT_BUILT = plainPage('The console is not built', [
  'Run `npm run build` in the checkout and start again: it puts the console into `dist/console`.',
  'The API works without it. Its reference is at `/docs`.',
]);

/**
 * Serves the built console. Files under `assets/` have their content hash in the name and are cached forever; the page
 * itself is revalidated each time. Compressed copies lie beside the files (scripts/precompress.mjs).
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

function looseFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'index.html' && /^[\w-]+(\.[\w-]+)*$/.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => !/\.(br|gz)$/.test(name));
}
