import { findEmptySlot, hasSecondPerson, isCleared, keepsReaders } from '../../domain/notices/cleared-people.js';
import {
  findSecrecyFloor,
  isBelow,
  isSame,
  onlyNames,
  onlyRaises,
  type Secrecy,
} from '../../domain/notices/secrecy.js';
import { SHARED_ACTS } from '../../domain/people/shared-acts.js';
import { can } from '../../domain/people/permission.js';
import type { Connection } from '../../registry/db.js';
import { inTransaction } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { lockNotice, type NoticeRow } from '../../registry/notices/notices.js';
import {
  endReclassification,
  findReclassification,
  insertReclassification,
  setSecrecy,
} from '../../registry/notices/reclassifications.js';
import { listColleagues } from '../../registry/people/people.js';
import type { CommandBody } from '../../contract/commands.js';
import { confirmStepUp } from '../step-up.js';
import type { Confirmed } from '../approval-signer.js';
import { recordAct } from '../record-act.js';
import { toActor } from '../caller.js';
import { refuseByVersion, type DraftOrder } from './drafting.js';
import { invalid, Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { checkClearance } from '../people/secrecy/clearance.js';
import { toSecrecy, toLogged } from '../../registry/notices/row-secrecy.js';
import { watchClearances } from '../people/secrecy/needs-people.js';

/** A request that no second person has confirmed by then expires. */
const REQUEST_MS = 7 * 86_400_000;

type Order = DraftOrder<CommandBody<'reclassify'>>;

export interface Reclassified {
  state: 'in_effect' | 'pending' | 'dropped';
  secrecy: { level: Secrecy['level']; people: readonly string[]; until: string | null };
  cure?: string;
}

/**
 * Changes who can read a notice. A change that only removes access applies immediately; any other waits for the same
 * request by another person with access. Requesting the present state drops the pending request.
 */
export async function reclassify(services: Services, { row, caller, body, stepUp }: Order): Promise<Reclassified> {
  return inTransaction(services.db, async (trx) => {
    const confirmed = await confirmStepUp({ trx, services, caller }, stepUp);
    const locked = await lockNotice(trx, row.id);
    refuseByVersion(locked, body.expectedVersion);
    const from = toSecrecy(locked);
    const to = readSecrecy(body.secrecy);
    const at = services.now();
    const waiting = await findReclassification(trx, row.id);
    const deciding: Deciding = {
      trx,
      services,
      noticeId: row.id,
      order: { row, caller, body },
      from,
      to,
      at,
      confirmed,
    };
    if (isSame(from, to)) {
      if (waiting === undefined) throw new Refusal('illegal_transition', 'The notice already has this classification.');
      await endReclassification(trx, { noticeId: row.id, state: 'dropped', by: caller.person.id, at });
      await logEvent(deciding, 'reclassify_dropped', null);
      return toResult('dropped', from);
    }
    refuseBelowFloor(services, row, to);
    await checkClearance(trx, to);
    if (waiting !== undefined && isSame(waiting.secrecy, to)) {
      if (waiting.requestedBy === caller.person.id) throw new Refusal('four_eyes', SHARED_ACTS.reclassify.refusal);
      await endReclassification(trx, { noticeId: row.id, state: 'agreed', by: caller.person.id, at });
      return put(deciding, waiting.requestedBy);
    }
    if (await mayAlone(deciding)) return put(deciding, null);
    await endReclassification(trx, { noticeId: row.id, state: 'dropped', by: caller.person.id, at });
    await insertReclassification(trx, {
      noticeId: row.id,
      id: services.newId(),
      secrecy: to,
      reason: body.reason,
      requestedBy: caller.person.id,
      requestedAt: at,
      expiresAt: new Date(at.getTime() + REQUEST_MS),
    });
    await logEvent(deciding, 'reclassify_requested', null);
    const cure = (await findAgreeing(deciding)).hasSecond ? {} : { cure: describeCure(deciding) };
    return { ...toResult('pending', to), ...cure };
  });
}

interface Deciding {
  trx: Connection;
  services: Services;
  noticeId: string;
  order: Pick<Order, 'row' | 'caller' | 'body'>;
  from: Secrecy;
  to: Secrecy;
  at: Date;
  confirmed: Confirmed | null;
}

async function findAgreeing({ trx, order: { row, caller }, from }: Deciding) {
  const colleagues = await listColleagues(trx);
  const who = { colleagues, first: caller.person.id, assignee: row.assignee };
  return { colleagues, hasSecond: hasSecondPerson(from, who) };
}

function describeCure({ order: { caller }, from }: Deciding): string {
  const present = from.people.length === 0 ? 'nobody by name' : from.people.join(', ');
  const add = `name everyone who currently has access (${present}) and the people to add`;
  const how = can(caller.roles, 'override') ? `Send it again and ${add}` : `Have counsel ${add}`;
  return `No other person with access could approve this, so it would wait for seven days and expire. ${how}: added names take effect immediately. Sending the present classification drops the pending request.`;
}

/**
 * Raising secrecy needs no second person; nor does counsel who adds names to a notice that lacks readers for a required
 * role or a second person to agree.
 */
async function mayAlone(deciding: Deciding): Promise<boolean> {
  const { order, from, to } = deciding;
  const { colleagues, hasSecond } = await findAgreeing(deciding);
  const named = (entry: string) =>
    colleagues.filter(({ id, roles }) => entry === id || roles.some((role) => entry === `role:${role}`));
  const knewBefore = (entry: string) =>
    from.people.includes(entry) || named(entry).every((one) => isCleared(from, one));
  if (onlyRaises({ from, to, knewBefore })) return true;
  const adds = onlyNames({ from, to }) && keepsReaders({ from, to }, colleagues);
  const isStuck = !hasSecond || findEmptySlot(from, colleagues) !== null;
  return can(order.caller.roles, 'override') && adds && isStuck;
}

async function put(deciding: Deciding, requestedBy: string | null): Promise<Reclassified> {
  const { trx, services, noticeId, to, order, at } = deciding;
  if (requestedBy === null)
    await endReclassification(trx, { noticeId, state: 'dropped', by: order.caller.person.id, at });
  await setSecrecy(trx, { noticeId, secrecy: to });
  await logEvent(deciding, 'reclassify', requestedBy);
  await watchClearances(trx, services);
  return toResult('in_effect', to);
}

const SIGNED_STATES = {
  reclassify: 'in_effect',
  reclassify_requested: 'requested',
  reclassify_dropped: 'dropped',
} as const;

async function logEvent(
  { trx, services, noticeId, order: { caller, body }, from, to, at, confirmed }: Deciding,
  action: 'reclassify' | 'reclassify_requested' | 'reclassify_dropped',
  requestedBy: string | null,
): Promise<void> {
  const detail = {
    from: toLogged(from),
    to: toLogged(to),
    reason: body.reason,
    ...(requestedBy === null ? {} : { requestedBy }),
  };
  await appendAudit(trx, [{ at, noticeId, actor: toActor(caller), action, detail }]);
  const facts = {
    from: toLogged(from),
    to: toLogged(to),
    reason: body.reason,
    state: SIGNED_STATES[action],
    requestedBy: requestedBy,
  };
  const act = { kind: 'reclassification' as const, facts };
  const signing = { id: services.newId(), noticeId, by: toActor(caller), act, at, confirmed };
  await recordAct(trx, services.signer, signing);
}

function readSecrecy({ level, people = [], until }: CommandBody<'reclassify'>['secrecy']): Secrecy {
  return { level, people, untilMs: until == null ? null : Date.parse(until) };
}

function refuseBelowFloor({ rulebook }: Services, row: NoticeRow, to: Secrecy): void {
  const law = rulebook.regimeById(row.regime_id)?.versions.find(({ version }) => version === row.regime_version);
  const floor = findSecrecyFloor(law);
  if (isBelow(to, floor))
    throw invalid(
      '/secrecy',
      `${row.regime_id} makes the notice ${floor} without an end date: it cannot be lower while that applies.`,
    );
}

function toResult(state: Reclassified['state'], secrecy: Secrecy): Reclassified {
  return { state, secrecy: toLogged(secrecy) };
}
