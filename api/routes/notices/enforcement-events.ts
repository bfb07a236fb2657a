import { setTimeout as sleep } from 'node:timers/promises';
import { idParams } from '../../../contract/params.js';
import { findNotice } from '../../../registry/notices/notices.js';
import { findReadableNotice } from '../../access.js';
import { needFacts } from '../../../application/access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { binary } from '../../../contract/binary.js';
import { addStreamRoute, type Stream } from '../events/stream-route.js';
import { enforcementQuery, loadEnforcement } from './enforcement.js';
import { toReader, type Caller } from '../../../application/caller.js';

const EVERY_MS = 1_000;
/** A stream ends after this time and the client reconnects. */
const MAX_MS = 30 * 60_000;

/**
 * `GET /v1/notices/{id}/enforcement/events`: progress as server-sent events, at most one a second, until it has
 * finished. Each event is the whole progress, so a `Last-Event-ID` is not needed.
 */
export function registerEnforcementEvents(app: Api, context: ApiContext): void {
  const schema = {
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
    schema,
    async ask(request) {
      const { row, access } = await findReadableNotice(context, request);
      needFacts(access);
      const { submission } = request.query as { submission?: number };
      const readProgress = () => pollProgress(context, requireCaller(request), { noticeId: row.id, submission });
      if ((await readProgress()) === undefined)
        throw new ApiProblem('not-found', 'The notice has no such submission. Submit decisions first.');
      return readProgress;
    },
    begin: (stream, readProgress, request) => () =>
      void follow(stream, readProgress).catch((error: unknown) => {
        // The client reconnects and sees the progress at that time.
        if (stream.isConnected) request.log.warn({ err: error }, 'enforcement stream failed');
        stream.close();
      }),
  });
}

/** Access is checked again for each event: the notice may have become secret since. */
async function pollProgress(
  context: ApiContext,
  caller: Caller,
  { noticeId, submission }: { noticeId: string; submission: number | undefined },
) {
  const found = await findNotice(context.db, { id: noticeId, reader: toReader(caller) });
  return found?.known === true ? loadEnforcement(context, noticeId, submission) : undefined;
}

async function follow(stream: Stream, readProgress: () => ReturnType<typeof pollProgress>): Promise<void> {
  const endsAtMs = Date.now() + MAX_MS;
  let sentText = '';
  for (let id = 1; stream.isConnected && Date.now() < endsAtMs; id += 1) {
    const progress = await readProgress();
    if (progress === undefined) break;
    const text = JSON.stringify(progress);
    if (text !== sentText) await stream.send({ id: String(id), event: 'enforcement', data: progress });
    sentText = text;
    if (progress.finishedAt !== null || progress.total === 0) break;
    await sleep(EVERY_MS);
  }
  stream.close();
}
