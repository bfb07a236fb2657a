import type { CommandBodies, CommandName } from '../../domain/commands/command.js';
import { listExcluded } from '../../registry/people/exclusions.js';
import { findPerson } from '../../registry/people/people.js';
import { isActing } from '../../registry/submissions/submissions.js';
import { listVoided } from '../../registry/submissions/signed-acts.js';
import { isKnownTo } from '../../registry/notices/secrecy.js';
import { invalid, Refusal } from '../refusal.js';
import type { CommandBody, CommandRoute } from '../../contract/commands.js';
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
import { refuseStaffTraces } from '../outward-text.js';
import { prepareDialogue, prepareRecord } from './dialogue.js';
import { prepareTriage } from './prepare-triage.js';
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

/** Resolves the assignee; throws if that person cannot read the notice or may not act on it. */
export async function prepareAssign(
  { trx, row }: Preparing,
  { to, note }: { to: string; note?: string | undefined },
): Promise<CommandBodies['assign']> {
  const person = await findPerson(trx, isUuid(to) ? { id: to } : { email: to });
  if (person === undefined || !person.active) throw invalid('/to', CURES.noActivePerson);
  if (row.secrecy_level === 'gagged' && !(await isKnownTo(trx, { noticeId: row.id, reader: person }))) {
    throw invalid('/to', 'This notice is gagged, and that person does not have access to it.');
  }
  if ((await listExcluded(trx, row.id)).includes(person.id))
    throw invalid('/to', 'This person is recused or excluded from the notice. Choose another one.');
  return { to: person.id, toName: person.name, ...(note === undefined || note === '' ? {} : { note }) };
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
