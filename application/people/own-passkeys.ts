import { z } from 'zod';
import type { passkeyView, RegistrationAnswer } from '../../contract/people/passkeys.js';
import type { Page, PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import type { ChangeContent } from '../../domain/changes/change.js';
import { isRequestedFor, type StepUpStatement } from '../../domain/people/step-up.js';
import { isUuid } from '../../domain/uuid.js';
import { appendAudit } from '../../registry/notices/audit.js';
import {
  insertPasskey,
  listPasskeys,
  lockPasskeys,
  renamePasskey,
  revokePasskeys,
  type Passkey,
} from '../../registry/people/passkeys.js';
import { takeChallenge } from '../../registry/people/step-up-challenges.js';
import { askChange, done, type ChangeOutcome } from './changes.js';
import type { Acting } from '../acting.js';
import { toActor, type Caller } from '../caller.js';
import { answerPage, readCursor } from '../paging.js';
import { invalid, Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { needPerson } from './find-person.js';
import { needRelyingParty, needSession, readChallenge } from '../step-up.js';

const MAX_PASSKEYS = 20;

type PasskeyView = z.input<typeof passkeyView>;

function toPasskeyView({ id, name, createdAt, lastUsedAt }: Passkey): PasskeyView {
  return { id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}

export async function pagePasskeys(
  { db }: Pick<Services, 'db'>,
  { person }: Caller,
  { cursor, ...paging }: PageQuery,
): Promise<Page<PasskeyView>> {
  const [afterId = null] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [];
  const all = await listPasskeys(db, person.id);
  // A person has few passkeys, so all are read.
  const from = afterId === null ? 0 : all.findIndex(({ id }) => id === afterId) + 1;
  return answerPage(paging, {
    rows: async (limit) => all.slice(from, from + limit),
    total: async () => all.length,
    view: toPasskeyView,
    key: ({ id }) => [id],
  });
}

/** Adds a passkey for the caller. Throws `validation` if the authenticator's response does not verify. */
export async function addPasskey(
  { trx, services, caller }: Acting,
  { name, response }: { name: string; response: RegistrationAnswer },
): Promise<PasskeyView> {
  const session = needSession(caller);
  const { id: expectedRPID, origin: expectedOrigin } = needRelyingParty(services);
  const at = services.now();
  const person = caller.person.id;
  if ((await listPasskeys(trx, person)).length >= MAX_PASSKEYS)
    throw new Refusal('illegal_transition', `You already have ${MAX_PASSKEYS} passkeys. Remove one first.`);
  const { clientDataJSON, attestationObject, transports = [] } = response.response;
  const challenge = await readChallenge(response);
  const text = await takeChallenge(trx, { challenge, person, session: session.id, at });
  const statement: StepUpStatement | undefined = text === undefined ? undefined : JSON.parse(text);
  if (statement === undefined || !isRequestedFor(statement, { act: { register: true }, person }))
    throw invalid(
      '/response',
      'This registration was not started in this session, has expired, or was already used. Start again.',
    );
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const made = await verifyRegistrationResponse({
    response: { ...response, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
  }).catch(() => null);
  if (made?.verified !== true)
    throw invalid('/response', `The authenticator's answer is not valid. Register it at ${expectedOrigin}.`);
  const { id: credentialId, publicKey, counter } = made.registrationInfo.credential;
  const passkey: Passkey = {
    id: services.newId(),
    personId: person,
    credentialId,
    publicKey: Buffer.from(publicKey),
    counter,
    transports,
    name,
    createdAt: at,
    lastUsedAt: null,
  };
  if (!(await insertPasskey(trx, passkey))) throw invalid('/response', 'This passkey is already registered.');
  await appendAudit(trx, [
    { at, noticeId: null, actor: toActor(caller), action: 'passkey_added', detail: { passkey: passkey.id, name } },
  ]);
  return toPasskeyView(passkey);
}

export async function updatePasskeyName(
  { trx, services, caller }: Acting,
  { id, name }: { id: string; name: string },
): Promise<PasskeyView> {
  const person = caller.person.id;
  if (!isUuid(id) || !(await renamePasskey(trx, { id, person, name }))) throw noSuchPasskey();
  const actor = toActor(caller);
  await appendAudit(trx, [
    { at: services.now(), noticeId: null, actor, action: 'passkey_renamed', detail: { passkey: id, name } },
  ]);
  return toPasskeyView(findOwn(await listPasskeys(trx, person), id));
}

function findOwn(passkeys: readonly Passkey[], id: string): Passkey {
  const own = passkeys.find((passkey) => passkey.id === id);
  if (own === undefined) throw noSuchPasskey();
  return own;
}

/** One answer for an unknown passkey and for another person's, so that the caller cannot distinguish them. */
function noSuchPasskey(): Refusal {
  return new Refusal('missing', 'You have no such passkey. GET /v1/me/passkeys lists yours.');
}

/**
 * Removes one of the caller's passkeys. With step-up on, the last one needs confirmation by an admin or counsel:
 * otherwise a stolen session could replace it. Throws `missing`.
 */
export async function removePasskey(asking: Acting, { id }: { id: string }): Promise<ChangeOutcome<null>> {
  const { trx, services, caller } = asking;
  const passkeys = await lockPasskeys(trx, caller.person.id);
  const own = findOwn(passkeys, id);
  if (services.stepUp && passkeys.length === 1) return askRemoval(asking, { ...caller.person, passkeys: [own] });
  await remove(asking, { person: caller.person.id, ids: [id] });
  return done(null);
}

/** Requests the removal of all passkeys of a person who has lost them; a second person confirms. */
export async function askToForget(asking: Acting, { id }: { id: string }): Promise<ChangeOutcome<null>> {
  const person = await needPerson(asking.trx, id);
  const passkeys = await listPasskeys(asking.trx, person.id);
  return passkeys.length === 0 ? done(null) : askRemoval(asking, { ...person, passkeys });
}

function askRemoval(
  asking: Acting,
  { id: person, name: personName, passkeys }: { id: string; name: string; passkeys: readonly Passkey[] },
) {
  const who = { person, personName };
  const before = { ...who, passkeys: passkeys.map(({ id, name }) => ({ id, name })) };
  return askChange(asking, { kind: 'passkeys', before, after: { ...who, passkeys: [] } });
}

/** Removes the passkeys that existed when the removal was requested; later ones stay. */
export async function applyPasskeys(
  asking: Acting,
  { change, content }: { change: string; content: Extract<ChangeContent, { kind: 'passkeys' }> },
): Promise<void> {
  const { person, passkeys } = content.before;
  await remove(asking, { person, ids: passkeys.map(({ id }) => id), change });
}

async function remove(
  { trx, services, caller }: Acting,
  { change, ...which }: { person: string; ids: string[]; change?: string },
): Promise<void> {
  const at = services.now();
  const removed = await revokePasskeys(trx, { ...which, at });
  const detail = change === undefined ? {} : { change };
  await appendAudit(
    trx,
    removed.map(({ id: passkey, name }) => ({
      at,
      noticeId: null,
      actor: toActor(caller),
      action: 'passkey_removed' as const,
      detail: { person: which.person, passkey, name, ...detail },
    })),
  );
}
