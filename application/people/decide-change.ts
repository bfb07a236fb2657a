import { CHANGE_TABLE, getChangeSubject, type ChangeContent, CHANGE_LONG_MS } from '../../domain/changes/change.js';
import { isUuid } from '../../domain/uuid.js';
import {
  decideChange,
  lockChange,
  type ChangeRow,
  expireChanges,
  findLongWaiting,
  startChanges,
  type SettledChange,
} from '../../registry/changes/changes.js';
import { forgetDecidedImports } from '../../registry/imports/imports.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { findPerson } from '../../registry/people/people.js';
import type { Acting } from '../acting.js';
import { toActor, type Caller } from '../caller.js';
import { Refusal } from '../refusal.js';
import { getChange, noSuchChange, type ChangeView } from './changes.js';
import { applyAbsence } from './absences.js';
import { applyAuthority } from './authorities.js';
import { applyErasure } from './erase-person.js';
import { applyIdentities } from './sessions.js';
import { needClaimable } from './keys.js';
import { notifyPerson } from './notify-person.js';
import { refuseOwnConfirmation } from './own-roles.js';
import { applyPerson } from './people.js';
import { needStepUp } from '../step-up.js';
import { applyPasskeys } from './own-passkeys.js';
import { applyRouting } from './routing.js';
import { applyWebhook } from './own-webhook.js';
import { applySubscriber } from './subscribers.js';
import { applyCaseImport } from './imports/ask-import.js';
import { CURES, requireRole } from '../../domain/commands/cures.js';
import { SYSTEM } from '../../domain/people/actor.js';
import { listUnsentMessages } from '../../registry/changes/directory-messages.js';
import type { Connection, Db } from '../../registry/db.js';
import { raiseAlert, resolveAlert, resolveOthers } from '../../registry/ops/alerts.js';

interface Effect {
  state: 'confirmed' | 'applied';
  /** Null: when the key is claimed. */
  effectiveAt: Date | null;
}

interface Decision {
  id: string;
  reason: string | null;
}

const STATE_WORDS: Readonly<Record<Exclude<ChangeRow['state'], 'pending'>, string>> = {
  confirmed: 'It has already been confirmed.',
  applied: 'It has already been confirmed and taken effect.',
  refused: 'It has already been refused.',
  expired: 'It was not confirmed in time. Have it requested again.',
};

/** The requester never decides, whatever their roles. Throws `forbidden` and `four_eyes`. */
function needSecondPerson({ person, roles }: Caller, row: ChangeRow): void {
  if (row.requested_by === person.id)
    throw new Refusal('four_eyes', 'You requested this change. Another admin or counsel must decide it.');
  const { deciders: decided } = CHANGE_TABLE[row.content.kind];
  if (!decided.some((role) => roles.includes(role))) throw new Refusal('forbidden', requireRole(decided));
}

/**
 * Locks and returns a pending change. Throws `missing`, `four_eyes`, `forbidden` and `illegal_transition`, in this
 * order.
 */
async function needPending({ trx, services, caller }: Acting, id: string): Promise<ChangeRow> {
  const row = isUuid(id) ? await lockChange(trx, id) : undefined;
  if (row === undefined) throw noSuchChange();
  needSecondPerson(caller, row);
  if (row.state !== 'pending') throw new Refusal('illegal_transition', STATE_WORDS[row.state]);
  if (row.expires_at <= services.now()) throw new Refusal('illegal_transition', STATE_WORDS.expired);
  return row;
}

async function needAsker({ trx }: Acting, row: ChangeRow): Promise<void> {
  const asker = await findPerson(trx, { id: row.requested_by });
  const { requesters } = CHANGE_TABLE[row.content.kind];
  if (asker?.active !== true || !requesters.some((role) => asker.roles.includes(role)))
    throw new Refusal(
      'illegal_transition',
      `${row.requested_by_name}, who requested it, is no longer ${requesters.join(' or ')}. ${CURES.requestAgain}`,
    );
}

async function apply(asking: Acting, { id: change, content }: { id: string; content: ChangeContent }): Promise<Effect> {
  const at = asking.services.now();
  switch (content.kind) {
    case 'person':
      await applyPerson(asking, { change, content });
      return { state: 'applied', effectiveAt: at };
    case 'key':
      await notifyPerson(asking, { change, person: await needClaimable(asking, content), about: 'key_confirmed' });
      return { state: 'confirmed', effectiveAt: null };
    case 'absence':
      await applyAbsence(asking, { change, content });
      return { state: 'applied', effectiveAt: at };
    case 'authority': {
      const effectiveAt = await applyAuthority(asking, { change, content });
      return { state: effectiveAt > at ? 'confirmed' : 'applied', effectiveAt };
    }
    case 'identities':
      await applyIdentities(asking, { change, content });
      return { state: 'applied', effectiveAt: at };
    case 'passkeys':
      await applyPasskeys(asking, { change, content });
      return { state: 'applied', effectiveAt: at };
    case 'webhook':
      await applyWebhook(asking, { change, content });
      return { state: 'applied', effectiveAt: at };
    case 'subscriber':
      await applySubscriber(asking, { change, content });
      return { state: 'applied', effectiveAt: at };
    case 'routing':
      await applyRouting(asking, content);
      return { state: 'applied', effectiveAt: at };
    case 'import':
      await applyCaseImport(asking, { change, content });
      return { state: 'applied', effectiveAt: at };
    case 'erasure':
      await applyErasure(asking, { change, content });
      return { state: 'applied', effectiveAt: at };
  }
}

/**
 * Confirms a change as a second person and applies it. Throws as `needPending` does, and `illegal_transition` if it can
 * no longer be applied; the change then stays pending and can be refused.
 */
export async function confirmChange(asking: Acting, { id, reason }: Decision): Promise<ChangeView> {
  const { trx, services, caller } = asking;
  const row = await needPending(asking, id);
  refuseOwnConfirmation(caller, row.content);
  await needStepUp(asking, { ...asking.stepUp(), act: { change: id } });
  await needAsker(asking, row);
  const at = services.now();
  const { state, effectiveAt } = await apply(asking, row);
  await decideChange(trx, { id, state, by: caller.person.id, at, effectiveAt, reason });
  const { kind } = row.content;
  const facts = { change: id, kind, subject: getChangeSubject(row.content), requestedBy: row.requested_by, reason };
  const detail = { ...facts, effectiveAt: effectiveAt?.toISOString() ?? null };
  await appendAudit(trx, [{ at, noticeId: null, actor: toActor(caller), action: 'change_confirmed', detail }]);
  return getChange(trx, { id });
}

/** Refuses a change as a second person. Throws as `needPending` does. */
export async function refuseChange(asking: Acting, { id, reason }: Decision): Promise<ChangeView> {
  const { trx, services, caller } = asking;
  const row = await needPending(asking, id);
  const at = services.now();
  await decideChange(trx, { id, state: 'refused', by: caller.person.id, at, effectiveAt: null, reason });
  const { kind } = row.content;
  const detail = { change: id, kind, subject: getChangeSubject(row.content), requestedBy: row.requested_by, reason };
  await appendAudit(trx, [{ at, noticeId: null, actor: toActor(caller), action: 'change_refused', detail }]);
  return getChange(trx, { id });
}

const KEY = 'change_waiting';

/**
 * Expires overdue changes, marks those that have taken effect, deletes the content of decided imports, and raises an alert for one that waits longer than a
 * day.
 */
export async function settleChanges(db: Db, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await logEvent(trx, { action: 'change_expired', at: now, settled: await expireChanges(trx, now) });
    await logEvent(trx, { action: 'change_applied', at: now, settled: await startChanges(trx, now) });
    await forgetDecidedImports(trx);
    await notifyToCheck(trx, now);
    // An alert for a refused mail stays open for as long as the mail would have been retried.
    const unsent = await listUnsentMessages(trx, now);
    await resolveOthers(trx, { kind: 'contact_not_told', keys: unsent });
    await resolveOthers(trx, { kind: 'person_not_notified', keys: unsent });
  });
}

async function logEvent(
  trx: Connection,
  { action, at, settled }: { action: 'change_expired' | 'change_applied'; at: Date; settled: SettledChange[] },
): Promise<void> {
  await appendAudit(
    trx,
    settled.map(({ id: change, ...about }) => ({
      at,
      noticeId: null,
      actor: SYSTEM,
      action,
      detail: { change, ...about },
    })),
  );
}

async function notifyToCheck(trx: Connection, now: Date): Promise<void> {
  const { count, since } = await findLongWaiting(trx, new Date(now.getTime() - CHANGE_LONG_MS));
  if (count === 0) return resolveAlert(trx, { key: KEY });
  const what =
    count === 1 ? 'An administrative change has been waiting' : `${count} administrative changes have been waiting`;
  const summary = `${what} for a second person for more than a day. An admin or counsel other than the requester must decide.`;
  const detail = { count, since: since?.toISOString() ?? null };
  return raiseAlert(trx, { key: KEY, kind: KEY, noticeId: null, summary, detail }, { refresh: true });
}
