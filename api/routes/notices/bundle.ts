import { z } from 'zod';
import { makeBundle } from '../../../application/audit/bundle/make-bundle.js';
import { binary } from '../../../contract/binary.js';
import { idParams } from '../../../contract/params.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

const query = z.strictObject({
  names: z.enum(['true', 'false']).default('false').describe('Staff by name instead of pseudonym; counsel only'),
});

export function registerGetBundle(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Everything about a notice as a zip',
    tags: ['notices'],
    querystring: query,
    response: {
      200: binary(
        'application/zip',
        'README.txt, notice.json, targets (.csv, .ndjson), clocks, authenticity, sender checks, proposals, timeline, letters, documents, proofs of the log’s entries, manifest.json and its signature',
      ),
    },
  };
  app.get('/v1/notices/:id/bundle', { schema }, async (request, reply) => {
    const order = { id: request.params.id, withNames: request.query.names === 'true' };
    const { number, zip } = await makeBundle(context, requireCaller(request), order);
    // Truncates the response, so that half a bundle is not taken for a whole one.
    zip.once('error', (error) => {
      request.log.error({ err: error }, 'bundle failed');
      reply.raw.destroy();
    });
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="${number}.zip"`)
      .send(zip);
  });
}
