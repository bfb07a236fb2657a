import { traceRequest } from '../tracing/known-ids.js';
import type { Api } from './context.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The command or the new notice that this request caused; null: neither, or a restricted notice. */
    caused: string | null;
  }
}

/**
 * Creates a span for every request, by route pattern and status, never by path. If it caused a command, the command's
 * trace begins with it.
 */
export function traceRequests(app: Api, { traced }: { traced: boolean }): void {
  app.decorateRequest('caused', null);
  if (!traced) return;
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    traceRequest({
      name: `${request.method} ${route}`,
      cause: request.caused,
      startedAt: new Date(Date.now() - reply.elapsedTime),
      attributes: {
        'http.request.method': request.method,
        'http.route': route,
        'http.response.status_code': reply.statusCode,
      },
    });
  });
}
