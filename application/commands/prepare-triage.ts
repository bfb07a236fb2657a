import { readDurationSeconds } from '../../contract/duration.js';
import type { CommandBody } from '../../contract/commands.js';
import { CURES } from '../../domain/commands/cures.js';
import type { CommandBodies, TriageReading } from '../../domain/commands/command.js';
import { routeNotice } from '../../domain/notices/routing.js';
import { refuseRaising } from '../../domain/notices/sender.js';
import { getKeys } from '../../domain/record-keys.js';
import type { RegimeVersion } from '../../domain/rulebook/regime.js';
import { hasRunningClock } from '../../registry/clocks/clock-views.js';
import { ask } from '../../registry/ask.js';
import { queryRoutingRules, setRoutedBy } from '../../registry/people/routing.js';
import type { Connection } from '../../registry/db.js';
import { appendRefusal } from '../../registry/notices/commands.js';
import type { NoticeRow } from '../../registry/notices/notices.js';
import { toSecrecy } from '../../registry/notices/row-secrecy.js';
import { findNoticeLaw } from '../../rulebook/consequence.js';
import { toActor, type Caller } from '../caller.js';
import { clocksOfNotice, type ClockFacts } from '../clocks/clocks-of-notice.js';
import { insertProposedClocks } from '../clocks/propose-move.js';
import { findRegime } from '../clocks/rulebook/law-of-notice.js';
import { readDeadline, readStartFacts } from '../intake/read-notice.js';
import { raiseByLaw } from '../people/secrecy/raise-by-law.js';
import { invalid, toRefusal } from '../refusal.js';
import { refuseHeldByAnother } from './held.js';
import type { Preparing } from './preparing.js';

export async function prepareTriage(
  { context, trx, row, caller }: Preparing,
  body: CommandBody<'triage'>,
): Promise<CommandBodies['triage']> {
  await refuseHeldByAnother(trx, { row, caller, now: context.now() });
  const { authenticity = null, priority = null, queue = null } = body;
  const raised = authenticity === null ? null : refuseRaising(row.authenticity, authenticity);
  if (raised !== null) {
    // The attempt is recorded even if the rest of the request fails.
    const actor = toActor(caller);
    const attempt = { noticeId: row.id, actor, name: 'triage', code: raised.code, commandId: null };
    await appendRefusal(context.db, { ...attempt, at: context.now() });
    throw toRefusal(raised);
  }
  const answer = readAnswer(row, body, context.now());
  if (answer !== null) return { regime: null, authenticity, priority, queue, ...answer };
  // Without a new regime the law that the notice came in under holds.
  const kept = body.regime == null ? findNoticeLaw(context.rulebook, row) : undefined;
  const regime = kept ?? findRegime(context, body.regime ?? row.regime_id, row.received_at, '/regime');
  const fields = { regime: null, authenticity, ...(await reroute(trx, { row, body, law: regime.id })) };
  const checklist = body.checklist === undefined ? undefined : readChecklist(row, regime, body.checklist);
  const isOther =
    body.regime != null &&
    (regime.id !== row.regime_id || regime.version !== row.regime_version || (await isUndecided(trx, row)));
  const read: TriageReading = {
    ...(checklist === undefined ? {} : { checklist }),
    ...(body.effectiveUntil === undefined ? {} : { effectiveUntil: body.effectiveUntil }),
    ...(body.category === undefined ? {} : { category: body.category }),
    ...(body.regime == null ? {} : { lawConfirmed: true }),
  };
  const known = { ...toTriageFacts(row), ...readNewFacts(row, body.facts) };
  const ordered =
    body.orderedDeadline == null ? null : readEarlier(body.orderedDeadline, { row, known, regime, caller });
  if (ordered !== null) read.orderedDeadline = ordered;
  if (!isOther && body.facts === undefined && ordered === null) return { ...fields, ...given(read) };
  const secrecy = isOther ? await raiseByLaw(trx, { row, regime, caller, context }) : toSecrecy(row);
  const facts = {
    ...known,
    ...(ordered === null ? {} : { orderedDeadline: ordered }),
    secret: secrecy.level !== 'open',
  };
  const { clocks, problems, undercut } = clocksOfNotice(context, regime, { ...facts, receivedAt: row.received_at });
  await insertProposedClocks(trx, row.id, clocks);
  return {
    ...fields,
    regime: { id: regime.id, version: regime.version, clocks: clocks.map(({ clock }) => clock) },
    ...given({
      ...(body.facts === undefined ? {} : { instants: toInstants(facts) }),
      ...read,
      clocks: { problems, undercut },
    }),
  };
}

/** What a person chooses counts; otherwise the rules apply again to the confirmed law, in triage and to another law. */
async function reroute(
  trx: Connection,
  { row, body, law }: { row: NoticeRow; body: CommandBody<'triage'>; law: string },
): Promise<Pick<CommandBodies['triage'], 'priority' | 'queue'>> {
  const { priority = null, queue = null } = body;
  if (priority !== null || queue !== null) {
    await setRoutedBy(trx, { noticeId: row.id, rule: null });
    return { priority, queue };
  }
  if (row.stage !== 'triage' && law === row.regime_id) return { priority, queue };
  const { kind, language, authority_id: authority } = row;
  const routed = routeNotice(await ask(trx, queryRoutingRules()), { law, language, authority, kind });
  if (routed === null) return { priority, queue };
  await setRoutedBy(trx, { noticeId: row.id, rule: routed.rule });
  return { priority: routed.priority, queue: routed.queue };
}

/** Tolerance for clock skew; the same as at intake (docs/integrating/interface.md, Intake). */
const FUTURE_MS = 60_000;

/** After review has ended, triage may still record one fact: when the authority answered our question. */
function readAnswer(
  row: NoticeRow,
  { facts, ...body }: CommandBody<'triage'>,
  now: Date,
): Partial<CommandBodies['triage']> | null {
  if (row.stage === 'triage' || row.stage === 'review' || facts?.clarifiedAt == null) return null;
  const alone =
    Object.keys(facts).length === 1 && getKeys(body).every((name) => name === 'comment' || name === 'expectedVersion');
  if (!alone) return null;
  const answeredAtMs = Date.parse(facts.clarifiedAt);
  if (answeredAtMs > now.getTime() + FUTURE_MS) throw invalid('/facts/clarifiedAt', 'This time is in the future.');
  const instants = toInstants({ ...toTriageFacts(row), ...readNewFacts(row, facts) });
  return { read: { instants }, answeredAtMs };
}

async function isUndecided(trx: Connection, { id, law_candidates: candidates }: NoticeRow): Promise<boolean> {
  return candidates !== null && (await hasRunningClock(trx, { noticeId: id, laws: candidates.map((law) => law.id) }));
}

function given(read: TriageReading): { read?: TriageReading } {
  return Object.keys(read).length === 0 ? {} : { read };
}

function toInstants({ issuedAt, servedAt, facts }: TriageFacts): NonNullable<TriageReading['instants']> {
  return { issuedAt: issuedAt?.toISOString() ?? null, servedAt: servedAt?.toISOString() ?? null, facts };
}

type TriageFacts = Omit<ClockFacts, 'receivedAt' | 'secret'>;

export function toTriageFacts(row: NoticeRow): TriageFacts {
  const { kind, issued_at: issuedAt, served_at: servedAt, facts, ordered_deadline: orderedDeadline } = row;
  return { kind, issuedAt, servedAt, facts, orderedDeadline };
}

export function readNewFacts(row: NoticeRow, sent: CommandBody<'triage'>['facts']): Partial<TriageFacts> {
  if (sent === undefined) return {};
  const { issuedAt, servedAt, ...others } = sent;
  return {
    ...(issuedAt == null ? {} : { issuedAt: new Date(issuedAt) }),
    ...(servedAt == null ? {} : { servedAt: new Date(servedAt) }),
    facts: { ...row.facts, ...readStartFacts(others) },
  };
}

function readChecklist(
  row: NoticeRow,
  regime: RegimeVersion,
  checklist: NonNullable<CommandBody<'triage'>['checklist']>,
): NonNullable<TriageReading['checklist']> {
  const known = regime.contents.map(({ id }) => id);
  for (const id of Object.keys(checklist)) {
    if (known.includes(id)) continue;
    const hint = known.length === 0 ? 'It has no checklist.' : `It requires ${known.join(', ')}.`;
    throw invalid(`/checklist/${id}`, `${regime.id} ${regime.version} does not require that. ${hint}`);
  }
  return { ...row.checklist, ...checklist };
}

type Ordered = NonNullable<TriageFacts['orderedDeadline']>;

/** A later time than the one on record needs the authority's document or a second person, so triage refuses it. */
function readEarlier(
  sent: NonNullable<CommandBody<'triage'>['orderedDeadline']>,
  { row, known, regime, caller }: { row: NoticeRow; known: TriageFacts; regime: RegimeVersion; caller: Caller },
): Ordered {
  const ordered = { ...readDeadline(sent), confirmed: false, enteredBy: caller.person.id };
  const dueMs = (deadline: Ordered, { servedAt }: Pick<TriageFacts, 'servedAt'>) =>
    computeOrderedDueMs(deadline, servedAt ?? row.received_at, regime);
  const before = row.ordered_deadline;
  if (before !== null && dueMs(ordered, known) > dueMs(before, { servedAt: row.served_at }))
    throw invalid('/orderedDeadline', CURES.laterDeadline);
  return ordered;
}

function computeOrderedDueMs({ at, within }: Ordered, from: Date, { immediatelySeconds }: RegimeVersion): number {
  if (at !== undefined) return Date.parse(at);
  const seconds = within === undefined ? immediatelySeconds : (readDurationSeconds(within) ?? 0);
  return from.getTime() + seconds * 1_000;
}
