import type { Transaction } from 'kysely';
import {
  confirmPause,
  pauseEnforcement,
  resumeEnforcement,
  type PauseState,
} from '../../../application/enforcement/pauses/enforcement-pauses.js';
import { toReader, type Caller } from '../../../application/caller.js';
import { confirmPauseBody, pauseBody, pauseView, resumeBody } from '../../../contract/repair.js';
import { isUuid } from '../../../domain/uuid.js';
import { findNotice } from '../../../registry/notices/notices.js';
import type { Connection } from '../../../registry/db.js';
import type { Tables } from '../../../registry/tables.js';
import type { Assertion } from '../../../contract/people/assertion.js';
import { noSuchNotice } from '../../../application/access.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { needStepUpFor } from '../../step-up.js';
import { answerWrite } from '../answer-write.js';

interface Change {
  trx: Transaction<Tables>;
  caller: Caller;
  noticeId: string | null;
  now: Date;
}

const answer = { response: { 200: pauseView }, tags: ['ops'] };

/**
 * `POST /v1/ops/enforcement/waitUnlessStopped`: takes effect after the page in flight; one person may pause for an hour at most.
 */
export function registerPauseEnforcement(app: Api, context: ApiContext): void {
  const summary = 'Pause enforcement, for one notice or all; more than one hour must be confirmed by another person';
  const schema = { ...answer, summary, body: pauseBody };
  app.post('/v1/ops/enforcement/pause', { schema, preValidation: needs('repair') }, (request, reply) => {
    const { reason, until: wanted } = request.body;
    const until = wanted === undefined ? null : new Date(wanted);
    return changePause(context, { request, reply, scope: 'enforcement/pause' }, request.body, (change) =>
      pauseEnforcement(change, { id: context.newId(), reason, until }),
    );
  });
}

export function registerConfirmPause(app: Api, context: ApiContext): void {
  const summary = 'Confirm a pause of more than one hour requested by another person';
  const schema = { ...answer, summary, body: confirmPauseBody };
  app.post('/v1/ops/enforcement/confirm', { schema, preValidation: needs('confirm_pause') }, (request, reply) =>
    changePause(context, { request, reply, scope: 'enforcement/confirm' }, request.body, confirmPause),
  );
}

export function registerResumeEnforcement(app: Api, context: ApiContext): void {
  const schema = { ...answer, summary: 'Resume enforcement', body: resumeBody };
  app.post('/v1/ops/enforcement/resume', { schema, preValidation: needs('repair') }, (request, reply) => {
    const { reason } = request.body;
    return changePause(context, { request, reply, scope: 'enforcement/resume' }, request.body, (change) =>
      resumeEnforcement(change, { reason }),
    );
  });
}

function changePause(
  context: ApiContext,
  write: Parameters<typeof answerWrite>[1],
  { notice, assertion }: { notice?: string | undefined; assertion?: Assertion | undefined },
  change: (change: Change) => Promise<PauseState>,
): never {
  const caller = requireCaller(write.request);
  return answerWrite(context, write, async (trx) => {
    const noticeId = await readNoticeId(trx, caller, notice);
    const { paused, changed, until, requestedUntil } = await change({ trx, caller, noticeId, now: context.now() });
    // Checked after authorship and state; a refusal rolls the change back.
    await needStepUpFor({ trx, services: context, caller }, write.request, assertion);
    const times = { until: until?.toISOString() ?? null, requestedUntil: requestedUntil?.toISOString() ?? null };
    return { status: 200, answer: { notice: noticeId, paused, changed, ...times }, location: null };
  }) as never;
}

async function readNoticeId(db: Connection, caller: Caller, id: string | undefined): Promise<string | null> {
  if (id === undefined) return null;
  const found = isUuid(id) ? await findNotice(db, { id, reader: toReader(caller) }) : undefined;
  if (found === undefined || !found.known) throw noSuchNotice();
  return id;
}
