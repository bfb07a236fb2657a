import type { ClockMove } from '../../domain/command/command.js';
import type { AuthorityPaper } from '../../domain/clock/clock.js';
import { type MoveEvent } from '../../domain/open-clocks/index.js';
import { findClock, type ClockRow } from '../../registry/clock/clock-views.js';
import { hasDocument } from '../../registry/notice/document-views.js';
import { findNotice } from '../../registry/notice/notices.js';
import { listLinksBetween } from '../../registry/notice/links.js';
import { readerOf } from '../caller.js';
import { invalid, Refusal } from '../refusal.js';
import type { CommandBody } from '../../contract/commands.js';
import { readDurationSeconds } from '../../contract/duration.js';
import { isUuid } from '../../domain/uuid.js';
import type { Preparing } from './preparing.js';
import { proposeMove } from '../clocks/propose-move.js';

/** Acts of people by which a clock moves. */
type MoveRoute = 'pause' | 'resume' | 'extend';

/** Computes a pause, a resumption or an extension outside the workflow and keeps it as a proposal. */
async function propose(
  preparing: Preparing,
  cause: MoveRoute,
  asked: { clock: string; reason: string; authorityReference: string | null; paper?: AuthorityPaper },
  toEvent: (clock: ClockRow) => MoveEvent,
): Promise<ClockMove> {
  const { trx, row, context, caller } = preparing;
  const clock = await readClock(preparing, asked.clock);
  refuseByRule(cause, clock);
  const by = { id: caller.person.id, name: caller.person.name };
  const moved = await proposeMove(
    { trx, newId: context.newId },
    { ...asked, noticeId: row.id, clock, cause, event: toEvent(clock), by },
  );
  if ('error' in moved) throw new Refusal('illegal_transition', `The clock cannot be moved so: ${moved.error}.`);
  return moved;
}

async function readClock({ trx, row }: Preparing, id: string): Promise<ClockRow> {
  const clock = isUuid(id) ? await findClock(trx, { noticeId: row.id, clockId: id }) : undefined;
  if (clock === undefined) throw invalid('/clock', 'This notice has no such clock.');
  return clock;
}

/** Only where the rule allows; the refusal names the rule. */
function refuseByRule(cause: MoveRoute, clock: ClockRow): void {
  const { source } = clock.receipt;
  if (cause === 'extend' ? clock.may_extend : clock.may_pause) return;
  const what = cause === 'extend' ? 'cannot be extended' : 'never stops';
  throw new Refusal('illegal_transition', `The ${clock.kind} clock ${what}: its rule is "${source}".`);
}

export async function preparePause(preparing: Preparing, body: CommandBody<'pause'>) {
  const atMs = preparing.context.now().getTime();
  const asked = { clock: body.clock, reason: body.reason, authorityReference: body.authorityReference ?? null };
  return { ...(await propose(preparing, 'pause', asked, () => ({ type: 'pause', atMs }))), atMs };
}

export async function prepareResume(preparing: Preparing, body: CommandBody<'resume'>) {
  const atMs = preparing.context.now().getTime();
  const asked = { clock: body.clock, reason: body.reason ?? 'Resumed.', authorityReference: null };
  return { ...(await propose(preparing, 'resume', asked, () => ({ type: 'resume', atMs }))), atMs };
}

export async function prepareExtend(preparing: Preparing, body: CommandBody<'extend'>) {
  const { clock, reason, authorityReference } = body;
  const toEvent = (found: ClockRow) => readExtension(body, found);
  // The rule first: where it gives no more time, no paper does.
  refuseByRule('extend', await readClock(preparing, clock));
  const paper = await readPaper(preparing, body);
  const asked = { clock, reason, authorityReference, paper };
  return { ...(await propose(preparing, 'extend', asked, toEvent)), authorityReference, paper };
}

/** The authority's paper that gives more time: one of this notice, or a notice linked to it that the caller may know of. */
async function readPaper(
  { trx, row, caller }: Preparing,
  { document, notice }: CommandBody<'extend'>,
): Promise<AuthorityPaper> {
  if (document !== undefined) {
    if (await hasDocument(trx, { noticeId: row.id, sha256: document })) return { document };
    throw invalid('/document', 'This notice has no such document.');
  }
  const id = notice !== undefined && isUuid(notice) ? notice : undefined;
  const found = id === undefined ? undefined : await findNotice(trx, { id, reader: readerOf(caller) });
  const links = found?.known === true ? await listLinksBetween(trx, { noticeId: row.id, other: found.row.id }) : [];
  if (found === undefined || links.length === 0)
    throw invalid('/notice', 'No such notice is linked to this one. Link the paper of the authority first.');
  return { notice: found.row.id, number: found.row.number };
}

/** Whole hours and days are counted by the arithmetic; any other length names an instant. */
function readExtension({ to, by }: CommandBody<'extend'>, clock: ClockRow): MoveEvent {
  if (to !== undefined) return { type: 'extend', toMs: Date.parse(to) };
  if (typeof by === 'object') return { type: 'extend', by };
  const seconds = by === undefined ? null : readDurationSeconds(by);
  if (by === undefined || seconds === null) {
    throw invalid('/by', 'Give a positive ISO 8601 duration in days or smaller, like PT12H.');
  }
  const days = /^P(\d{1,5})D$/.exec(by)?.[1];
  if (days !== undefined) return { type: 'extend', by: { amount: Number(days), unit: 'calendar_day' } };
  if (seconds % 3_600 === 0) return { type: 'extend', by: { amount: seconds / 3_600, unit: 'hour' } };
  if (clock.due_at === null) throw new Refusal('illegal_transition', 'The clock is paused. Resume it first.');
  return { type: 'extend', toMs: clock.due_at.getTime() + seconds * 1_000 };
}
