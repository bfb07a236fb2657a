import type { ClockMove } from '../../domain/commands/command.js';
import type { AuthorityDocument } from '../../domain/clocks/clock.js';
import type { MoveCause } from '../../domain/clocks/automatic-pause.js';
import { authorityReplyClock, type MoveEvent } from '../../domain/open-clocks/index.js';
import { findLastMove } from '../../registry/clocks/reply-clocks.js';
import { REQUESTED_BY_YOU, wasRequestedBy } from '../../domain/clocks/clock-moves.js';
import { findSubmission } from '../../registry/submissions/submissions.js';
import { findReply, markRepliesRead } from '../../registry/mail/replies.js';
import { findClock, type ClockRow } from '../../registry/clocks/clock-views.js';
import { hasDocument } from '../../registry/notices/document-views.js';
import { findNotice } from '../../registry/notices/notices.js';
import { listLinksBetween } from '../../registry/notices/links.js';
import { toReader } from '../caller.js';
import { invalid, Refusal } from '../refusal.js';
import type { CommandBody } from '../../contract/commands.js';
import { readDurationSeconds } from '../../contract/duration.js';
import { isUuid } from '../../domain/uuid.js';
import type { Preparing } from './preparing.js';
import { insertProposedClocks, proposeMove } from '../clocks/propose-move.js';
import { TZ_VERSION } from '../clocks/clocks-of-notice.js';
import { CURES } from '../../domain/commands/cures.js';

type PersonalCause = Exclude<MoveCause, 'revision' | 'stay' | 'stay_lifted'>;

async function propose(
  preparing: Preparing,
  cause: PersonalCause,
  request: { clock: string; reason: string; authorityReference: string | null; document?: AuthorityDocument },
  toEvent: (clock: ClockRow) => MoveEvent,
): Promise<ClockMove> {
  const { trx, row, context, caller } = preparing;
  const clock = await readClock(preparing, request.clock);
  refuseByRule(cause, clock);
  const by = { id: caller.person.id, name: caller.person.name };
  const moved = await proposeMove(
    { trx, newId: context.newId },
    { ...request, noticeId: row.id, clock, cause, event: toEvent(clock), by },
  );
  if ('error' in moved) throw new Refusal('illegal_transition', `The clock cannot be moved: ${moved.error}.`);
  return moved;
}

async function readClock({ trx, row }: Preparing, id: string): Promise<ClockRow> {
  const clock = isUuid(id) ? await findClock(trx, { noticeId: row.id, clockId: id }) : undefined;
  if (clock === undefined) throw invalid('/clock', CURES.noClock);
  return clock;
}

function refuseByRule(cause: PersonalCause, clock: ClockRow): void {
  const { source } = clock.receipt;
  if (cause === 'extend' ? clock.may_extend : clock.may_pause) return;
  const what = cause === 'extend' ? 'cannot be extended' : 'cannot be paused';
  throw new Refusal('illegal_transition', `The ${clock.kind} clock ${what}: its rule is "${source}".`);
}

export async function preparePause(preparing: Preparing, body: CommandBody<'pause'>) {
  const { trx, row, context } = preparing;
  const atMs = context.now().getTime();
  const { clock, reason, reply, authorityReference = null } = body;
  const request = { clock, reason, authorityReference };
  const cause = reply === undefined ? 'pause' : 'question';
  if (reply !== undefined) await refuseUnanswering(preparing, { clock, reply });
  const moved = { ...(await propose(preparing, cause, request, () => ({ type: 'pause', atMs }))), atMs };
  if (reply === undefined) return moved;
  await markRepliesRead(trx, { noticeId: row.id, reply, by: preparing.caller.person.id });
  const regime = { id: row.regime_id, version: row.regime_version };
  const waits = authorityReplyClock({ regime, startsAtMs: atMs, tzVersion: TZ_VERSION, newId: context.newId });
  await insertProposedClocks(trx, row.id, [waits]);
  return { ...moved, reply, replyClock: waits.clock };
}

/** Only a clock that an answer resumed can be paused again because of that answer. */
async function refuseUnanswering(
  preparing: Preparing,
  { clock, reply }: { clock: string; reply: number },
): Promise<void> {
  const { trx, row, caller } = preparing;
  const found = await readClock(preparing, clock);
  const submission = await findSubmission(trx, { noticeId: row.id });
  if (
    submission !== undefined &&
    wasRequestedBy({ by: submission.author, drafters: submission.drafters }, caller.person.id)
  )
    throw new Refusal('four_eyes', REQUESTED_BY_YOU);
  if ((await findReply(trx, { noticeId: row.id, reply, since: found.starts_at })) === undefined)
    throw invalid('/reply', 'This notice has no such reply written by a person.');
  const last = await findLastMove(trx, found.id);
  if (last?.cause !== 'answer')
    throw new Refusal('illegal_transition', `No answer has resumed the ${found.kind} clock.`);
}

/** A resumption counts from the recorded answer, whenever a person reads it. */
export async function prepareResume(preparing: Preparing, body: CommandBody<'resume'>) {
  const found = await readClock(preparing, body.clock);
  const { atMs, reply } = await findAnswer(preparing, found, body.reply ?? null);
  const request = { clock: body.clock, reason: body.reason ?? 'Resumed.', authorityReference: null };
  const cause = atMs === null ? 'resume' : 'answer';
  const instant = atMs ?? preparing.context.now().getTime();
  const moved = await propose(preparing, cause, request, () => ({ type: 'resume', atMs: instant }));
  return { ...moved, atMs: instant, ...(reply === null ? {} : { reply }) };
}

async function findAnswer(
  { trx, row }: Preparing,
  { id, kind, paused_at: pausedAt }: ClockRow,
  replyNumber: number | null,
): Promise<{ atMs: number | null; reply: number | null }> {
  const since = pausedAt ?? new Date(0);
  const reply = await findReply(trx, { noticeId: row.id, reply: replyNumber, since });
  if (reply !== undefined && reply.at >= since) return { atMs: reply.at.getTime(), reply: reply.reply };
  if (replyNumber !== null) throw invalid('/reply', 'This notice has no such reply since the clock was paused.');
  const clarified = row.facts['clarifiedAt'] === undefined ? NaN : Date.parse(row.facts['clarifiedAt']);
  if (clarified >= since.getTime()) return { atMs: clarified, reply: null };
  if ((await findLastMove(trx, id))?.cause !== 'question') return { atMs: null, reply: null };
  throw new Refusal(
    'illegal_transition',
    `No answer from the authority has been recorded since the ${kind} clock was paused. Attach its mail, or give its time in triage (facts.clarifiedAt).`,
  );
}

export async function prepareExtend(preparing: Preparing, body: CommandBody<'extend'>) {
  const { clock, reason, authorityReference } = body;
  const toEvent = (found: ClockRow) => readExtension(body, found);
  // The rule is checked first: where it gives no more time, no document does.
  refuseByRule('extend', await readClock(preparing, clock));
  const document = await readDocument(preparing, body);
  const request = { clock, reason, authorityReference, document };
  return { ...(await propose(preparing, 'extend', request, toEvent)), authorityReference, document };
}

/** The authority's document that grants more time: of this notice, or a linked notice that the caller can read. */
async function readDocument(
  { trx, row, caller }: Preparing,
  { document, notice }: CommandBody<'extend'>,
): Promise<AuthorityDocument> {
  if (document !== undefined) {
    if (await hasDocument(trx, { noticeId: row.id, sha256: document })) return { document };
    throw invalid('/document', CURES.noDocument);
  }
  const id = notice !== undefined && isUuid(notice) ? notice : undefined;
  const found = id === undefined ? undefined : await findNotice(trx, { id, reader: toReader(caller) });
  const links = found?.known === true ? await listLinksBetween(trx, { noticeId: row.id, other: found.row.id }) : [];
  if (found === undefined || links.length === 0)
    throw invalid(
      '/notice',
      "No such notice is linked to this one. Link the notice with the authority's document first.",
    );
  return { notice: found.row.id, number: found.row.number };
}

function readExtension({ to, by }: CommandBody<'extend'>, clock: ClockRow): MoveEvent {
  if (to !== undefined) return { type: 'extend', toMs: Date.parse(to) };
  if (typeof by === 'object') return { type: 'extend', by };
  const seconds = by === undefined ? null : readDurationSeconds(by);
  if (by === undefined || seconds === null) {
    throw invalid('/by', 'Give a positive ISO 8601 duration in days or smaller, e.g. PT12H.');
  }
  const days = /^P(\d{1,5})D$/.exec(by)?.[1];
  if (days !== undefined) return { type: 'extend', by: { amount: Number(days), unit: 'calendar_day' } };
  if (seconds % 3_600 === 0) return { type: 'extend', by: { amount: seconds / 3_600, unit: 'hour' } };
  if (clock.due_at === null) throw new Refusal('illegal_transition', 'The clock is paused. Resume it first.');
  return { type: 'extend', toMs: clock.due_at.getTime() + seconds * 1_000 };
}
