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
import { readEdition } from '../../../registry/rulebook/rulebook-editions.js';
import { digestOfLaw } from '../../../rulebook/edition-digest.js';
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

async function needProposed(trx: Connection, digest: string): Promise<EditionStatus> {
  await lockEditions(trx);
  const status = await lockEditionStatus(trx, digest);
  if (status === undefined) throw new Refusal('missing', CURES.noEdition);
  return status;
}

function needOpen({ state }: EditionStatus): void {
  if (state !== 'proposed') throw new Refusal('illegal_transition', DECIDED[state]);
}

/** Returns approvals by people who are active and still hold the role they approved under. */
export async function listCounting(trx: Connection, digest: string): Promise<EditionAct[]> {
  const acts = await listEditionActs(trx, digest);
  const people = new Map((await listColleagues(trx)).map((person) => [person.id, person]));
  return acts.flatMap((act) => {
    const giver = people.get(act.person);
    if (act.kind !== 'approve' || giver?.active !== true) return [];
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
  const status = await needProposed(trx, digest);
  const before = await listCounting(trx, digest);
  const given = { person: caller.person.id, roles: caller.roles };
  const why = refuseApproval(before, given);
  if (why === 'again') throw new Refusal('four_eyes', SHARED_ACTS.edition.refusal);
  needOpen(status);
  if (why === 'counsel')
    throw new Refusal('forbidden', 'Counsel has not approved it yet: the missing approval must be by counsel.');
  const assertion = await needStepUp(deciding, deciding.stepUp());
  await record(deciding, { status, kind: 'approve', reason, assertion });
  const inEffect = missingApproval([...before, given]) === null;
  const { edition } = status;
  const at = services.now();
  const detail = { digest, edition, inEffect, reason };
  await appendAudit(trx, [{ at, noticeId: null, actor: toActor(caller), action: 'rulebook_edition_approved', detail }]);
  if (inEffect) await takeEffect(trx, { status, at });
}

/** Refuses an edition as one person: the edition in effect stays. Throws as `runApproveEdition` does. */
export async function refuseEdition(
  deciding: Acting,
  { digest, reason }: { digest: string; reason: string },
): Promise<void> {
  const { trx, caller, services } = deciding;
  const status = await needProposed(trx, digest);
  needOpen(status);
  await record(deciding, { status, kind: 'refuse', reason, assertion: null });
  await setEditionState(trx, { digest, state: 'refused' });
  await resolveProposed(trx);
  const detail = { digest, edition: status.edition, reason };
  const entry = { at: services.now(), noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'rulebook_edition_refused', detail }]);
}

async function record(
  { trx, caller, services }: Acting,
  {
    status: { digest, proposal },
    kind,
    reason,
    assertion,
  }: { status: EditionStatus; kind: EditionAct['kind']; reason: string | null; assertion: KeptAssertion | null },
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

async function takeEffect(
  trx: Connection,
  { status: { digest, edition }, at }: { status: EditionStatus; at: Date },
): Promise<void> {
  const content = await readEdition(trx, edition);
  if (content === undefined || digestOfLaw(content) !== digest)
    throw new Refusal('illegal_transition', 'The recorded content does not match this digest. Inform your operators.');
  await setEditionState(trx, { digest, state: 'approved', inEffectAt: at });
  await seedAuthorities(trx, content.authorities);
  await resolveProposed(trx);
  if (await hasOpenClock(trx)) await raiseChanged(trx, COMPARING, {});
}
