import type { CommandBodies, CommandName, TriageReading } from '../../domain/commands/command.js';
import { refuseRaising } from '../../domain/notices/sender.js';
import type { RegimeVersion } from '../../domain/rulebook/regime.js';
import { hasRunningClock } from '../../registry/clocks/clock-views.js';
import type { Connection } from '../../registry/db.js';
import type { NoticeRow } from '../../registry/notices/notices.js';
import { appendRefusal } from '../../registry/notices/commands.js';
import { findPerson } from '../../registry/people/people.js';
import { isActing } from '../../registry/submissions/submissions.js';
import { listVoided } from '../../registry/submissions/signed-acts.js';
import { isKnownTo } from '../../registry/notices/secrecy.js';
import { invalid, toRefusal, Refusal } from '../refusal.js';
import type { CommandBody, CommandRoute } from '../../contract/commands.js';
import { clocksOfNotice, type ClockFacts } from '../clocks/clocks-of-notice.js';
import { insertProposedClocks } from '../clocks/propose-move.js';
import { findRegime } from '../clocks/rulebook/law-of-notice.js';
import { readStartFacts } from '../intake/read-notice.js';
import { raiseByLaw } from '../people/secrecy/raise-by-law.js';
import { toSecrecy } from '../../registry/notices/row-secrecy.js';
import { refuseHeldByAnother } from './held.js';
import { freezeDecisions, freezeRestoration } from './freeze.js';
import { findUnmet } from '../../domain/duties/closing.js';
import { listDutiesToClose } from '../clocks/rulebook/contested-rules.js';
import { keepReturnedLetters } from '../letters/returned-letters.js';
import { findOwed } from '../letters/user-notices/notify-users.js';
import { findNoticeLaw } from '../../rulebook/consequence.js';
import { findLinked, makeLink } from './link-quietly.js';
import { prepareExtend, preparePause, prepareResume } from './move-clock.js';
import { requireCarriedOut } from '../intake/orders/follow-orders.js';
import { getKeys } from '../../domain/record-keys.js';
import { isUuid } from '../../domain/uuid.js';
import { toActor } from '../caller.js';
import { refuseStaffTraces } from '../outward-text.js';
import { prepareDialogue, prepareRecord } from './dialogue.js';
import type { Preparing } from './preparing.js';
import { prepareSenderCheck } from './sender-check.js';
import { CURES } from '../../domain/commands/cures.js';
import { decideOrderState } from '../../domain/orders/order-status.js';
import { hasDocument } from '../../registry/notices/document-views.js';
import { findOrder } from '../../registry/notices/orders.js';

async function prepareUphold(
  { context, trx, row }: Preparing,
  { reason, document }: CommandBody<'uphold-order'>,
): Promise<CommandBodies['uphold_order']> {
  if (document !== undefined && !(await hasDocument(trx, { noticeId: row.id, sha256: document })))
    throw invalid('/document', CURES.noDocument);
  const { facts } = await findOrder(trx, row.id);
  const order = decideOrderState(facts, context.now().getTime());
  if (order.status === 'in_effect') throw new Refusal('illegal_transition', CURES.inEffect);
  return { reason, document: document ?? null, order };
}

export type RegistryRoute = 'decide' | 'undo-decide' | 'copy-decisions' | 'second-review' | 'reclassify';
export type WorkflowRoute = Exclude<CommandRoute, RegistryRoute>;
type NameOf<Route extends WorkflowRoute> = Route extends `${infer A}-${infer B}` ? `${A}_${B}` : Route;

type Preparation<Route extends WorkflowRoute> = (
  preparing: Preparing,
  body: CommandBody<Route>,
) => Promise<CommandBodies[Extract<NameOf<Route>, CommandName>]>;

export const PREPARATIONS: { [Route in WorkflowRoute]: Preparation<Route> } = {
  triage: prepareTriage,
  'verify-sender': prepareSenderCheck,
  claim: async () => ({}),
  release: async () => ({}),
  assign: prepareAssign,
  submit: async (preparing, { letter, emergency = false }) => ({
    frozen: await freezeDecisions(preparing, { letter, emergency }),
  }),
  approve: prepareApprove,
  return: async (preparing, { submission, reason }) => {
    await keepReturnedLetters(preparing, submission);
    return { submission, reason };
  },
  ratify: async (_, { submission, digest, refuse, reason = '' }) => ({ submission, digest, refuse, reason }),
  'confirm-deadline': async (_, { clock, to }) => ({ clock, ...(to === undefined ? {} : { toMs: Date.parse(to) }) }),
  pause: preparePause,
  resume: prepareResume,
  extend: prepareExtend,
  'acknowledge-escalation': async (_, { clock, level }) => ({ clock, level }),
  reinstate: async (preparing, { select, cause, note }) => ({
    ...(await freezeRestoration(preparing, { select, cause })),
    note,
  }),
  'request-dialogue': prepareDialogue,
  'record-dialogue': prepareRecord,
  link: prepareLink,
  annotate: prepareAnnotation,
  'uphold-order': prepareUphold,
  close: prepareClose,
  reopen: async (_, { reason }) => ({ reason }),
};

/** Lists earlier approvals that no longer count, because the approver has left or lost the role since. */
async function prepareApprove(
  { context, trx, row }: Preparing,
  { submission, digest }: CommandBody<'approve'>,
): Promise<CommandBodies['approve']> {
  if (await isActing(trx, { noticeId: row.id, submission }))
    await requireCarriedOut(trx, { noticeId: row.id, now: context.now() });
  const voided = await listVoided(trx, { noticeId: row.id, submission });
  return { submission, digest, ...(voided.length === 0 ? {} : { voided }) };
}

async function prepareTriage(
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
  const fields = { regime: null, authenticity, priority, queue };
  const answer = readAnswer(row, body, context.now());
  if (answer !== null) return { ...fields, ...answer };
  // Without a new regime the law that the notice came in under holds.
  const kept = body.regime == null ? findNoticeLaw(context.rulebook, row) : undefined;
  const regime = kept ?? findRegime(context, body.regime ?? row.regime_id, row.received_at, '/regime');
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
  if (!isOther && body.facts === undefined) return { ...fields, ...given(read) };
  const secrecy = isOther ? await raiseByLaw(trx, { row, regime, caller, context }) : toSecrecy(row);
  const facts = { ...toTriageFacts(row), ...readNewFacts(row, body.facts), secret: secrecy.level !== 'open' };
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

function toTriageFacts(row: NoticeRow): TriageFacts {
  const { kind, issued_at: issuedAt, served_at: servedAt, facts, ordered_deadline: orderedDeadline } = row;
  return { kind, issuedAt, servedAt, facts, orderedDeadline };
}

function readNewFacts(row: NoticeRow, sent: CommandBody<'triage'>['facts']): Partial<TriageFacts> {
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

/** Resolves the assignee; throws if that person cannot read the notice. */
export async function prepareAssign(
  { trx, row }: Preparing,
  { to }: CommandBody<'assign'>,
): Promise<CommandBodies['assign']> {
  const person = await findPerson(trx, isUuid(to) ? { id: to } : { email: to });
  if (person === undefined || !person.active) throw invalid('/to', CURES.noActivePerson);
  if (row.secrecy_level === 'gagged' && !(await isKnownTo(trx, { noticeId: row.id, reader: person }))) {
    throw invalid('/to', 'This notice is gagged, and that person does not have access to it.');
  }
  return { to: person.id, toName: person.name };
}

/** An outward annotation reaches the authority, on its portal and in the next letter. */
async function prepareAnnotation(
  { trx }: Preparing,
  { text, audience }: CommandBody<'annotate'>,
): Promise<CommandBodies['annotate']> {
  if (audience === 'outward') await refuseStaffTraces(trx, { '/text': text });
  return { text, audience };
}

async function prepareClose(
  { context, trx, row }: Preparing,
  { reason, override, duties: answers }: CommandBody<'close'>,
): Promise<CommandBodies['close']> {
  const known = await listDutiesToClose(context, trx, row);
  const unknown = getKeys(answers ?? {}).find((name) => !known.some(({ duty }) => duty === name));
  if (unknown !== undefined) throw invalid(`/duties/${unknown}`, 'The law of this notice has no such duty.');
  const owed = await findOwed(trx, { noticeId: row.id, law: findNoticeLaw(context.rulebook, row) });
  const duties = [...owed, ...findUnmet(known, answers ?? {})];
  return {
    reason,
    override,
    ...(duties.length === 0 ? {} : { duties }),
    ...(answers === undefined ? {} : { answers }),
  };
}

async function prepareLink(
  { trx, row, caller }: Preparing,
  { notice, as }: CommandBody<'link'>,
): Promise<CommandBodies['link']> {
  const other = await findLinked(trx, { row, caller, notice });
  await makeLink(trx, { from: row.id, to: other.id, as });
  return { notice, number: other.number, as };
}
