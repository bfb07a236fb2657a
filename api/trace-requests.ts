import { tellOfRequest } from '../tracing/known-ids.js';
import type { Api } from './context.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The command or the new notice that this request was about; null: neither, or one that not everybody may know of. */
    caused: string | null;
  }
}

/** A span for every request, by route pattern and status, never by address; where one is about a command, its trace begins with it. */
export function traceRequests(app: Api, { traced }: { traced: boolean }): void {
  app.decorateRequest('caused', null);
  if (!traced) return;
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    tellOfRequest({
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
