import { replayPins, type Pin, type PinAct } from '../../domain/rulebook/edition-pin.js';
import type { Connection } from '../db.js';
import { findEditionStatus, findLastApproved, listPinActs, type EditionAct } from './edition-status.js';

export type SignedPinAct = EditionAct & PinAct;

export interface ReadPin extends Pin<SignedPinAct> {
  /** The digest of an approval that no key signed; null: none since the last pin. */
  unproven: string | null;
}

/** Reads which edition the desk is pinned to. Only approvals that `isProven` accepts count. */
export async function readPin(db: Connection, isProven: (act: EditionAct) => boolean): Promise<ReadPin> {
  const acts = (await listPinActs(db)).flatMap(toPinAct);
  const pin = replayPins(acts.filter(isProven));
  const unproven = acts.find((act) => act.proposal >= pin.count && !isProven(act));
  return { ...pin, unproven: unproven?.digest ?? null };
}

function toPinAct({ kind, ...act }: EditionAct): SignedPinAct[] {
  // Canonical JSON, and never parsed before its signature is verified.
  const inEffect = act.statement.includes('"inEffect":true');
  return kind === 'pin' || kind === 'unpin' ? [{ ...act, kind, inEffect }] : [];
}

/** Returns the edition that applies by its row: the pinned one, otherwise the one approved last. */
export async function findInEffect(
  db: Connection,
  { pinned }: Pick<ReadPin, 'pinned'>,
): Promise<{ digest: string; edition: number } | undefined> {
  const status = pinned === null ? undefined : await findEditionStatus(db, pinned);
  return status ?? findLastApproved(db);
}
