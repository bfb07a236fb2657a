import type { Transaction } from 'kysely';
import { raiseAttention, resolveAttention } from '../../../registry/ops/attention.js';
import { appendAudit } from '../../../registry/notice/audit.js';
import { findNotice } from '../../../registry/notice/notices.js';
import { endPause, insertPause } from '../../../registry/enforcement/pauses.js';
import type { Tables } from '../../../registry/tables.js';
import { noSuchNotice } from '../../access.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { pauseBody, pauseView } from '../../../contract/repair.js';
import { answerWrite } from '../answer-write.js';
import { isUuid } from '../../../contract/uuid.js';
import { readerOf, actorOf, type Caller } from '../../../client/caller.js';

const attentionKey = (noticeId: string | null) => `${noticeId ?? 'all'}:enforcement_paused`;

interface Change {
  context: ApiContext;
  trx: Transaction<Tables>;
  caller: Caller;
  noticeId: string | null;
  reason: string;
}

/** `POST /v1/ops/enforcement/pause`: stops after the page in flight. Deadlines run on. */
export function registerPauseEnforcement(app: Api, context: ApiContext): void {
  register(app, context, {
    act: 'pause',
    summary: 'Stop acting on the platform, for one notice or all',
    change: pause,
  });
}

/** `POST /v1/ops/enforcement/resume`: what was stopped goes on where it stands, within seconds. */
export function registerResumeEnforcement(app: Api, context: ApiContext): void {
  register(app, context, { act: 'resume', summary: 'Act on the platform again', change: resume });
}

function register(
  app: Api,
  context: ApiContext,
  { act, summary, change }: { act: 'pause' | 'resume'; summary: string; change: (change: Change) => Promise<boolean> },
): void {
  const schema = { summary, tags: ['ops'], body: pauseBody, response: { 200: pauseView } };
  app.post(`/v1/ops/enforcement/${act}`, { schema, preValidation: needs('repair') }, (request, reply) => {
    const caller = callerOf(request);
    const { notice, reason } = request.body;
    return answerWrite(context, { request, reply, scope: `enforcement/${act}` }, async (trx) => {
      const noticeId = await readNoticeId(context, caller, notice);
      const changed = await change({ context, trx, caller, noticeId, reason });
      return { status: 200, answer: { notice: noticeId, paused: act === 'pause', changed }, location: null };
    }) as never;
  });
}

async function readNoticeId({ db }: ApiContext, caller: Caller, id: string | undefined): Promise<string | null> {
  if (id === undefined) return null;
  const found = isUuid(id) ? await findNotice(db, { id, reader: readerOf(caller) }) : undefined;
  if (found === undefined || !found.known) throw noSuchNotice();
  return id;
}

async function pause({ context, trx, caller, noticeId, reason }: Change): Promise<boolean> {
  const { id, name } = caller.person;
  if (!(await insertPause(trx, { id: context.newId(), noticeId, reason, by: { id, name } }))) return false;
  const whose = noticeId === null ? 'of every notice' : 'of this notice';
  await raiseAttention(trx, {
    key: attentionKey(noticeId),
    kind: 'enforcement_paused',
    noticeId,
    summary: `${name} has paused the enforcement ${whose}. Deadlines run on.`,
    // A pause of all is seen by everyone, so that its reason must name no notice; one of a notice is seen by those who know it.
    detail: { by: id, ...(noticeId === null ? {} : { reason }) },
  });
  await tell({ context, trx, caller, noticeId, reason }, 'enforcement_paused');
  return true;
}

async function resume({ context, trx, caller, noticeId, reason }: Change): Promise<boolean> {
  if (!(await endPause(trx, { noticeId, reason, byId: caller.person.id }))) return false;
  await resolveAttention(trx, { key: attentionKey(noticeId) });
  await tell({ context, trx, caller, noticeId, reason }, 'enforcement_resumed');
  return true;
}

function tell(
  { context, trx, caller, noticeId, reason }: Change,
  action: 'enforcement_paused' | 'enforcement_resumed',
): Promise<void> {
  return appendAudit(trx, [{ at: context.now(), noticeId, actor: actorOf(caller), action, detail: { reason } }]);
}
