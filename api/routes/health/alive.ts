import { z } from 'zod';
import type { Api } from '../../context.js';

/** `GET /healthz`: checks nothing else, so that an outage elsewhere does not get a healthy process killed. */
export function registerHealthz(app: Api): void {
  const schema = {
    summary: 'Whether the process is alive',
    tags: ['health'],
    response: { 200: z.object({ status: z.literal('alive') }) },
  };
  app.get('/healthz', { schema }, async () => ({ status: 'alive' as const }));
}
