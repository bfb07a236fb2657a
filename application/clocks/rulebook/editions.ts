import { missingApproval, refuseApproval, type EditionStatement } from '../../../domain/rulebook/edition.js';
import { SHARED_ACTS } from '../../../domain/people/shared-acts.js';
import { can } from '../../../domain/people/permission.js';
import type { Connection } from '../../../registry/db.js';
import { hasOpenClock } from '../../../registry/clocks/open-clock-rows.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import type { KeptAssertion } from '../../../registry/notices/commands.js';
import { seedAuthorities } from '../../../registry/people/authorities.js';
import { listColleagues } from '../../../registry/people/people.js';
import {
  insertEditionAct,
  listEditionActs,
  lockEditions,
  lockEditionStatus,
  setEditionState,
  type EditionAct,
  type EditionStatus,
} from '../../../registry/rulebook/edition-status.js';
import { readPin } from '../../../registry/rulebook/edition-pins.js';
import { readEdition } from '../../../registry/rulebook/rulebook-editions.js';
import { digestOfLaw } from '../../../rulebook/edition-digest.js';
import type { RulebookContent } from '../../../rulebook/rulebook.js';
import type { Acting } from '../../acting.js';
import { toActor } from '../../caller.js';
import { needStepUp } from '../../step-up.js';
import { Refusal } from '../../refusal.js';
import { resolveProposed } from './offer-edition.js';
import { COMPARING, raiseChanged } from './raise-changed.js';
import { CURES } from '../../../domain/commands/cures.js';

const DECIDED = {
  approved: 'This edition has already taken effect.',
  refused: 'This edition was refused. Change the folder to propose a new edition.',
  superseded: 'The folder has changed in the meantime. GET /v1/rulebook/editions shows what is pending.',
} as const;

/** Locks an edition until the transaction ends. Throws `missing`. */
export async function needEdition(trx: Connection, digest: string): Promise<EditionStatus> {
  await lockEditions(trx);
  const status = await lockEditionStatus(trx, digest);
  if (status === undefined) throw new Refusal('missing', CURES.noEdition);
  return status;
}

function needOpen({ state }: EditionStatus): void {
  if (state !== 'proposed') throw new Refusal('illegal_transition', DECIDED[state]);
}

export async function listCounting(trx: Connection, digest: string): Promise<EditionAct[]> {
  return pickCounting(
    trx,
    (await listEditionActs(trx, digest)).filter(({ kind }) => kind === 'approve'),
  );
}

/** Returns approvals by people who are active and still hold the role they approved under. */
export async function pickCounting<Act extends EditionAct>(trx: Connection, acts: readonly Act[]): Promise<Act[]> {
  if (acts.length === 0) return [];
  const people = new Map((await listColleagues(trx)).map((person) => [person.id, person]));
  return acts.flatMap((act) => {
    const giver = people.get(act.person);
    if (giver?.active !== true) return [];
    const roles = act.roles.filter((role) => giver.roles.includes(role));
    return can(roles, 'rulebook.edition') ? [{ ...act, roles }] : [];
  });
}

/**
 * Approves exactly this law as one person; with the last approval it takes effect in every process within seconds.
 * Throws `missing`, `four_eyes`, `illegal_transition`, `forbidden` if only counsel's approval is missing, and as
 * `needStepUp` does.
 */
export async function approveEdition(
  deciding: Acting,
  { digest, reason }: { digest: string; reason: string | null },
): Promise<void> {
  const { trx, caller, services } = deciding;
  const status = await needEdition(trx, digest);
  const { edition, proposal } = status;
  const before = await listCounting(trx, digest);
  const { assertion, isLast: inEffect } = await admitApproval(deciding, { before, check: () => needOpen(status) });
  await recordEditionAct(deciding, { digest, proposal, kind: 'approve', reason, assertion });
  const at = services.now();
  const detail = { digest, edition, inEffect, reason };
  await appendAudit(trx, [{ at, noticeId: null, actor: toActor(caller), action: 'rulebook_edition_approved', detail }]);
  if (inEffect) await takeEffect(deciding, status);
}

/**
 * Admits one person's approval, given the ones `before`, and says whether it is the last one needed. `check` throws if
 * nothing is to be approved. Throws as `approveEdition` does.
 */
export async function admitApproval(
  deciding: Acting,
  { before, check }: { before: readonly EditionAct[]; check: () => void },
): Promise<{ assertion: KeptAssertion | null; isLast: boolean }> {
  const { caller } = deciding;
  const given = { person: caller.person.id, roles: caller.roles };
  const why = refuseApproval(before, given);
  if (why === 'again') throw new Refusal('four_eyes', SHARED_ACTS.edition.refusal);
  check();
  if (why === 'counsel')
    throw new Refusal('forbidden', 'Counsel has not approved it yet: the missing approval must be by counsel.');
  const assertion = await needStepUp(deciding, deciding.stepUp());
  return { assertion, isLast: missingApproval([...before, given]) === null };
}

/** Refuses an edition as one person: the edition in effect stays. Throws as `runApproveEdition` does. */
export async function refuseEdition(
  deciding: Acting,
  { digest, reason }: { digest: string; reason: string },
): Promise<void> {
  const { trx, caller, services } = deciding;
  const status = await needEdition(trx, digest);
  needOpen(status);
  await recordEditionAct(deciding, { digest, proposal: status.proposal, kind: 'refuse', reason, assertion: null });
  await setEditionState(trx, { digest, state: 'refused' });
  await resolveProposed(trx);
  const detail = { digest, edition: status.edition, reason };
  const entry = { at: services.now(), noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'rulebook_edition_refused', detail }]);
}

interface RecordedAct extends Pick<EditionAct, 'digest' | 'proposal' | 'kind' | 'reason'> {
  assertion: KeptAssertion | null;
  inEffect?: boolean;
}

export async function recordEditionAct(
  { trx, caller, services }: Acting,
  { digest, proposal, kind, reason, assertion, inEffect = false }: RecordedAct,
): Promise<void> {
  const at = services.now();
  const { person, roles } = caller;
  const statement: EditionStatement = {
    kind: `${kind}_edition`,
    digest,
    proposal,
    person: person.id,
    roles,
    at: at.toISOString(),
    ...(assertion === null ? {} : { stepUp: true }),
    ...(inEffect ? { inEffect } : {}),
  };
  const signed = services.editionSigner.sign(statement);
  const who = { person: person.id, personName: person.name, roles };
  await insertEditionAct(trx, {
    id: services.newId(),
    digest,
    proposal,
    kind,
    ...who,
    reason,
    ...signed,
    at,
    assertion,
  });
}

async function takeEffect({ trx, services }: Acting, { digest, edition }: EditionStatus): Promise<void> {
  const content = await readEdition(trx, edition);
  if (content === undefined || digestOfLaw(content) !== digest)
    throw new Refusal('illegal_transition', 'The recorded content does not match this digest. Inform your operators.');
  await setEditionState(trx, { digest, state: 'approved', inEffectAt: services.now() });
  await resolveProposed(trx);
  const { pinned } = await readPin(trx, services.editionSigner.isProvenAct);
  if (pinned === null) await applyContent(trx, content);
}

export async function applyContent(trx: Connection, content: RulebookContent): Promise<void> {
  await seedAuthorities(trx, content.authorities);
  if (await hasOpenClock(trx)) await raiseChanged(trx, COMPARING, {});
}
