import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { pollProgress, readProgress } from '../../../application/enforcement/progress.js';
import { readSteps } from '../../../application/enforcement/steps.js';
import { readRestoreBasis } from '../../../application/enforcement/restore/open-duties.js';
import { binary } from '../../../contract/binary.js';
import { enforcementView, restoreBasisView } from '../../../contract/notice-parts.js';
import { stepsView } from '../../../contract/ops.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { wholeNumber } from '../../../contract/whole-number.js';
import { readId } from '../../access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { addStreamRoute, type Stream } from '../events/stream-route.js';

const enforcementQuery = z.strictObject({
  submission: wholeNumber(1, 2_147_483_647).optional().describe('Default: the latest'),
});

const EVERY_MS = 1_000;
/** A stream ends after this time and the client reconnects. */
const MAX_MS = 30 * 60_000;

async function follow(stream: Stream, poll: () => ReturnType<typeof pollProgress>): Promise<void> {
  const endsAtMs = Date.now() + MAX_MS;
  let sentText = '';
  for (let id = 1; stream.isConnected && Date.now() < endsAtMs; id += 1) {
    const progress = await poll();
    if (progress === undefined) break;
    const text = JSON.stringify(progress);
    if (text !== sentText) await stream.send({ id: String(id), event: 'enforcement', data: progress });
    sentText = text;
    if (progress.finishedAt !== null || progress.total === 0) break;
    await sleep(EVERY_MS);
  }
  stream.close();
}

export function registerEnforcement(app: Api, context: ApiContext): void {
  const progress = {
    params: idParams,
    summary: 'Enforcement progress of a submission',
    tags: ['notices'],
    querystring: enforcementQuery,
    response: { 200: enforcementView },
  };
  app.get('/v1/notices/:id/enforcement', { schema: progress }, async (request) =>
    readProgress(context, requireCaller(request), { ...request.params, ...request.query }),
  );
  const steps = {
    params: idParams,
    summary: 'Steps that the workflow waits for, with attempts and the last error',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: stepsView },
  };
  app.get('/v1/notices/:id/steps', { schema: steps }, (request) =>
    readSteps(context, requireCaller(request), request.params.id),
  );
  // Each event is the whole progress, so a `Last-Event-ID` is not needed.
  const events = {
    params: idParams,
    summary: 'Live enforcement progress of a submission (server-sent events)',
    description:
      'Type `enforcement`, data as in `GET …/enforcement`. The stream ends after the event with `finishedAt`.',
    tags: ['notices'],
    querystring: enforcementQuery,
    response: { 200: binary('text/event-stream', 'The event stream') },
  };
  addStreamRoute(app, context, {
    path: '/v1/notices/:id/enforcement/events',
    schema: events,
    async ask(request) {
      const caller = requireCaller(request);
      const question = { id: readId(request), ...(request.query as { submission?: number }) };
      await readProgress(context, caller, question);
      // Access is checked again for each event: the notice may have become secret since.
      return () => pollProgress(context, caller, question);
    },
    begin: (stream, poll, request) => () =>
      void follow(stream, poll).catch((error: unknown) => {
        // The client reconnects and sees the progress at that time.
        if (stream.isConnected) request.log.warn({ err: error }, 'enforcement stream failed');
        stream.close();
      }),
  });
  const basis = {
    params: idParams,
    summary: 'The causes of restoration that the record supports',
    tags: ['notices'],
    response: { 200: restoreBasisView },
  };
  app.get('/v1/notices/:id/restore-basis', { schema: basis }, async (request) =>
    readRestoreBasis(context, requireCaller(request), request.params.id),
  );
}
