import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { canonicalJson } from '../../../domain/canonical-json.js';
import { missingApproval } from '../../../domain/rulebook/edition.js';
import { sameDecision, type PinAct } from '../../../domain/rulebook/edition-pin.js';
import { getKeys } from '../../../domain/record-keys.js';
import type { Connection } from '../../../registry/db.js';
import { findInEffect, readPin, type ReadPin } from '../../../registry/rulebook/edition-pins.js';
import {
  listEditionActs,
  listEditionStatuses,
  type EditionAct,
  type EditionStatus,
} from '../../../registry/rulebook/edition-status.js';
import { readEdition } from '../../../registry/rulebook/rulebook-editions.js';
import { changeOfEdition } from '../../../rulebook/changelog.js';
import type { RulebookDifference } from '../../../rulebook/diff.js';
import type { RulebookContent } from '../../../rulebook/rulebook.js';
import type { Acting } from '../../acting.js';
import { answerKept, readCursor } from '../../paging.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';
import { approveEdition, listCounting, pickCounting, refuseEdition } from './editions.js';
import { pinEdition } from './pin-edition.js';
import { CURES } from '../../../domain/commands/cures.js';

interface ShownEdition extends EditionStatus {
  inEffect: boolean;
  approvals: EditionAct[];
  missing: 'counsel' | 'another' | null;
  refused: EditionAct | null;
  pinned: boolean;
  pinning: { kind: PinAct['kind']; approvals: EditionAct[]; missing: 'counsel' | 'another' | null } | null;
  differences: RulebookDifference[];
  /** Sections that differ, even where no difference can be worded: approvers must see all that they approve. */
  sections: string[];
}

type Showing = Pick<Services, 'editionSigner'>;

async function showEditions(db: Connection, { editionSigner }: Showing): Promise<ShownEdition[]> {
  const pin = await readPin(db, editionSigner.isProvenAct);
  const inEffect = await findInEffect(db, pin);
  const present = inEffect === undefined ? undefined : await readEdition(db, inEffect.edition);
  const shown: ShownEdition[] = [];
  for (const status of await listEditionStatuses(db)) {
    const isOpen = status.state === 'proposed';
    const content = isOpen ? await readEdition(db, status.edition) : undefined;
    const approvals = isOpen ? await listCounting(db, status.digest) : await listApprovals(db, status.digest);
    const refusal = (await listEditionActs(db, status.digest)).find(({ kind }) => kind === 'refuse') ?? null;
    shown.push({
      ...status,
      inEffect: inEffect?.digest === status.digest,
      approvals,
      missing: isOpen ? missingApproval(approvals) : null,
      refused: refusal,
      pinned: pin.pinned === status.digest,
      pinning: await showPinning(db, pin, status.digest),
      ...compare(status, { present, content }),
    });
  }
  return shown;
}

/** What people have begun to decide: whether this edition is pinned, or no longer is. */
async function showPinning(
  db: Connection,
  { pinned, open }: ReadPin,
  digest: string,
): Promise<ShownEdition['pinning']> {
  const kind = pinned === digest ? 'unpin' : 'pin';
  const approvals = await pickCounting(db, sameDecision(open, { kind, digest }));
  return approvals.length === 0 ? null : { kind, approvals, missing: missingApproval(approvals) };
}

async function listApprovals(db: Connection, digest: string): Promise<EditionAct[]> {
  return (await listEditionActs(db, digest)).filter(({ kind }) => kind === 'approve');
}

function compare(
  { edition: number, proposedAt: at }: EditionStatus,
  { present, content }: { present: RulebookContent | undefined; content: RulebookContent | undefined },
): Pick<ShownEdition, 'differences' | 'sections'> {
  if (present === undefined || content === undefined) return { differences: [], sections: [] };
  return {
    differences: changeOfEdition({ number, at, content }, present).differences,
    sections: getKeys(content).filter((part) => canonicalJson(content[part]) !== canonicalJson(present[part])),
  };
}

/** Lists the editions of the rulebook; there are few, so all are read. */
export async function pageEditions(
  { db, editionSigner }: Pick<Services, 'db' | 'editionSigner'>,
  { cursor, ...paging }: PageQuery,
) {
  const [after = null] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
  const all = await showEditions(db, { editionSigner });
  const rest = all.slice(after === null ? 0 : all.findIndex(({ digest }) => digest === after) + 1);
  return answerKept(paging, { all, rest, view: viewEdition, key: ({ digest }) => [digest] });
}

/** Approves an edition as one person and returns it. Throws as `approveEdition` does. */
export async function approveShownEdition(acting: Acting, decision: { digest: string; reason: string | null }) {
  await approveEdition(acting, decision);
  return getEdition(acting, decision);
}

/** Refuses an edition as one person and returns it. Throws as `refuseEdition` does. */
export async function refuseShownEdition(acting: Acting, decision: { digest: string; reason: string }) {
  await refuseEdition(acting, decision);
  return getEdition(acting, decision);
}

/** Approves as one person that an edition is pinned or no longer is, and returns it. Throws as `pinEdition` does. */
export async function pinShownEdition(acting: Acting, decision: Parameters<typeof pinEdition>[1]) {
  await pinEdition(acting, decision);
  return getEdition(acting, decision);
}

async function getEdition({ trx, services }: Acting, { digest }: { digest: string }) {
  const shown = (await showEditions(trx, services)).find((one) => one.digest === digest);
  if (shown === undefined) throw new Refusal('missing', CURES.noEdition);
  return viewEdition(shown);
}

function viewAct({ person: id, personName: name, at }: EditionAct) {
  return { by: { id, name }, at: at.toISOString() };
}

function viewApproval(act: EditionAct) {
  return { ...viewAct(act), roles: act.roles };
}

function viewEdition({
  proposedAt,
  inEffectAt,
  approvals,
  refused,
  pinning,
  proposal: _,
  adoption: __,
  ...edition
}: ShownEdition) {
  return {
    ...edition,
    pinning: pinning && {
      ...pinning,
      approvals: pinning.approvals.map((act) => ({ ...viewApproval(act), reason: act.reason ?? '' })),
    },
    proposedAt: proposedAt.toISOString(),
    inEffectAt: inEffectAt?.toISOString() ?? null,
    approvals: approvals.map(viewApproval),
    refused: refused && { ...viewAct(refused), reason: refused.reason ?? '' },
  };
}
