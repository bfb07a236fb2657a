import type { CommandBodies, CommandName } from '../../domain/command.js';
import { clockInputOf, computeDue } from '../../domain/clock-arithmetic/index.js';
import { authorityReplyClock } from '../../domain/open-clocks.js';
import type { Connection } from '../../registry/db.js';
import { findNotice, type NoticeRow } from '../../registry/notices.js';
import { countClocks, insertClocks } from '../../registry/receive.js';
import { findPerson } from '../../registry/people.js';
import { isKnownTo } from '../../registry/secrecy.js';
import { isUuid, readerOf } from '../api/access.js';
import type { Caller } from '../api/caller.js';
import type { ApiContext } from '../api/context.js';
import { invalid } from '../api/problems.js';
import type { CommandBody, CommandRoute } from '../api/schema/commands.js';
import { clocksOfNotice } from '../intake/clocks-of-notice.js';
import { findRegime } from '../intake/receive-notice.js';
import { freezeDecisions, freezeRestoration } from './freeze.js';

/** What a preparation is given: an open transaction, the notice, who asks, and the id the command will have. */
export interface Preparing {
  context: ApiContext;
  trx: Connection;
  row: NoticeRow;
  caller: Caller;
  commandId: string;
}

/** Routes whose command is decided by the workflow; `decide` only drafts in the registry. */
export type WorkflowRoute = Exclude<CommandRoute, 'decide'>;
type NameOf<Route extends WorkflowRoute> = Route extends `${infer A}-${infer B}` ? `${A}_${B}` : Route;

/** A route's body made into what the workflow is told; rows it needs are written in the given transaction. */
type Preparation<Route extends WorkflowRoute> = (
  preparing: Preparing,
  body: CommandBody<Route>,
) => Promise<CommandBodies[Extract<NameOf<Route>, CommandName>]>;

/** Preparations that write rows; the others only read. */
export const PREPARES_ROWS: ReadonlySet<WorkflowRoute> = new Set([
  'triage',
  'submit',
  'reinstate',
  'request-dialogue',
  'link',
]);

export const PREPARATIONS: { [Route in WorkflowRoute]: Preparation<Route> } = {
  triage: prepareTriage,
  claim: async () => ({}),
  release: async () => ({}),
  assign: prepareAssign,
  submit: async (preparing, body) => ({ frozen: await freezeDecisions(preparing, body.letter) }),
  approve: async (_, { submission, digest }) => ({ submission, digest }),
  return: async (_, { submission, reason }) => ({ submission, reason }),
  'confirm-deadline': async (_, { clock }) => ({ clock }),
  'acknowledge-escalation': async (_, { clock, level }) => ({ clock, level }),
  reinstate: async (preparing, { select, cause, note }) => ({
    frozen: await freezeRestoration(preparing, { select, cause }),
    note,
  }),
  'request-dialogue': prepareDialogue,
  'record-dialogue': async (_, { outcome, minutes }) => ({ outcome, minutes }),
  link: prepareLink,
  annotate: async (_, { text, audience }) => ({ text, audience }),
  close: async (_, { reason, override }) => ({ reason, override }),
  reopen: async (_, { reason }) => ({ reason }),
};

async function prepareTriage(
  { context, trx, row }: Preparing,
  body: CommandBody<'triage'>,
): Promise<CommandBodies['triage']> {
  const { authenticity = null, priority = null, queue = null } = body;
  const told = { regime: null, authenticity, priority, queue };
  if (body.regime == null) return told;
  const regime = findRegime(context, body.regime, row.received_at, '/regime');
  if (regime.id === row.regime_id && regime.version === row.regime_version) return told;
  const { clocks } = clocksOfNotice(context, regime, {
    issuedAt: row.issued_at,
    servedAt: row.served_at,
    receivedAt: row.received_at,
    orderedDeadline: row.ordered_deadline,
  });
  await insertProposedClocks(trx, row.id, clocks);
  return { ...told, regime: { id: regime.id, version: regime.version, clocks: clocks.map(({ clock }) => clock) } };
}

/** New clocks lie in the registry as cancelled until the workflow has taken them over. */
async function insertProposedClocks(
  trx: Connection,
  noticeId: string,
  clocks: Parameters<typeof insertClocks>[1]['clocks'],
): Promise<void> {
  const firstPosition = (await countClocks(trx, noticeId)) + 1;
  const proposed = clocks.map(({ clock, receipt }) => ({ clock: { ...clock, state: 'cancelled' as const }, receipt }));
  await insertClocks(trx, { noticeId, firstPosition, clocks: proposed });
}

async function prepareAssign({ trx, row }: Preparing, { to }: CommandBody<'assign'>): Promise<CommandBodies['assign']> {
  const person = await findPerson(trx, isUuid(to) ? { id: to } : { email: to });
  if (person === undefined || !person.active)
    throw invalid('/to', 'There is no such active person. Give a person id or a mail address of staff.');
  if (row.secrecy_level === 'gagged' && !(await isKnownTo(trx, { noticeId: row.id, reader: person }))) {
    throw invalid('/to', 'This notice is gagged, and that person is not among those who may know of it.');
  }
  return { to: person.id, toName: person.name };
}

async function prepareDialogue(
  { context, trx, row }: Preparing,
  body: CommandBody<'request-dialogue'>,
): Promise<CommandBodies['request_dialogue']> {
  const startsAtMs = context.now().getTime();
  const replyClock = authorityReplyClock({ startsAtMs, newId: context.newId });
  const receipt = {
    regime: { id: row.regime_id, version: row.regime_version },
    rule: {
      kind: 'reply',
      amount: 7,
      unit: 'calendar_day',
      dueTime: 'same_time',
      roll: 'none',
      stop: false,
      countsFrom: 'requested',
    },
    facts: { requested: context.now().toISOString() },
    zone: 'UTC',
    calendar: null,
    tzVersion: process.versions['tz'] ?? 'unknown',
    source: 'House reminder: no law sets a time for the reply',
    confidence: 'house',
    working: ['House rule: 7 days from the request.'],
  };
  const counted = computeDue(clockInputOf(receipt));
  if (counted.ok) receipt.working.push(...counted.working);
  await insertProposedClocks(trx, row.id, [{ clock: replyClock, receipt }]);
  return { with: body.with, subject: body.subject, proposal: body.proposal, replyClock };
}

async function prepareLink(
  { trx, row, caller }: Preparing,
  { notice, as }: CommandBody<'link'>,
): Promise<CommandBodies['link']> {
  const other =
    isUuid(notice) && notice !== row.id ? await findNotice(trx, { id: notice, reader: readerOf(caller) }) : undefined;
  if (other === undefined || !other.known) throw invalid('/notice', 'There is no such notice.');
  await trx
    .insertInto('notice_link')
    .values({ from_notice: row.id, to_notice: notice, link_as: as })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { notice, number: other.row.number, as };
}
