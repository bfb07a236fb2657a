import { z } from 'zod';
import type { PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import type { keyWrite } from '../../contract/people/admin.js';
import type { ChangeContent } from '../../domain/changes/change.js';
import type { SpeaksFor } from '../../domain/people/speaks-for.js';
import { keyWaits } from '../../domain/changes/needs-second.js';
import { CLAIM_LIFE_MS, endsSoon, keyEnd } from '../../domain/people/key-life.js';
import type { Role } from '../../domain/people/permission.js';
import { lockChange, markApplied } from '../../registry/changes/changes.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { countKeys, listKeys, revokeKey as markKeyRevoked } from '../../registry/people/keys-admin.js';
import { listUnknownAuthorities } from '../../registry/people/authorities.js';
import { findPerson, insertApiKey, makeApiKey, type Person } from '../../registry/people/people.js';
import type { Acting } from '../acting.js';
import { toActor } from '../caller.js';
import { answerPage, readCursor } from '../paging.js';
import { invalid, Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { toPersonKey } from './find-person.js';
import { confirmWrite } from '../step-up.js';
import { askChange, done, type ChangeOutcome } from './changes.js';
import { CURES } from '../../domain/commands/cures.js';

type KeyChange = Extract<ChangeContent, { kind: 'key' }>;

type KeyBody = z.output<typeof keyWrite>;

/** A key with its secret text, which is shown only once. */
export interface MadeKey {
  id: string;
  person: string;
  name: string;
  roles: Role[];
  expiresAt: Date;
  speaksFor: SpeaksFor;
  text: string;
}

async function needHolder(trx: Connection, { person, roles }: KeyBody): Promise<Person> {
  const found = await findPerson(trx, toPersonKey(person));
  if (found === undefined) throw invalid('/person', CURES.noPerson);
  if (!found.active) throw invalid('/person', `${found.name} is not active.`);
  const foreign = roles.findIndex((role) => !found.roles.includes(role));
  if (foreign >= 0)
    throw invalid(
      `/roles/${foreign}`,
      `${found.name} has the roles ${found.roles.join(', ')}; a key cannot have others.`,
    );
  return found;
}

async function needAuthorities(trx: Connection, speaksFor: SpeaksFor): Promise<void> {
  if (speaksFor === 'all') return;
  const [unknown] = await listUnknownAuthorities(trx, speaksFor);
  if (unknown === undefined) return;
  throw invalid(
    `/speaksFor/${speaksFor.indexOf(unknown)}`,
    'The directory has no authority with this id. GET /v1/authorities lists them.',
  );
}

export async function pageKeys({ db, now }: Pick<Services, 'db' | 'now'>, { cursor, ...paging }: PageQuery) {
  const [afterId = null] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
  return answerPage(paging, {
    rows: (limit) => listKeys(db, { afterId, limit }),
    total: () => countKeys(db),
    view: (row) => ({
      id: row.id,
      person: row.person_id,
      personName: row.person_name,
      name: row.name,
      roles: row.roles,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at?.toISOString() ?? null,
      revokedAt: row.revoked_at?.toISOString() ?? null,
      speaksFor: row.speaks_for,
      lastUsedAt: row.last_used_at?.toISOString() ?? null,
      endsSoon: row.revoked_at === null && endsSoon(row.expires_at, now()),
    }),
    key: ({ id }) => [id],
  });
}

/** Revokes a key immediately. Repeating it has no effect. Throws `missing`. */
export async function revokeKey({ trx, services, caller }: Acting, { id }: { id: string }): Promise<void> {
  const at = services.now();
  const key = /^[0-9a-f]{8}$/.test(id) ? await markKeyRevoked(trx, { id, at }) : undefined;
  if (key === undefined) throw new Refusal('missing', 'There is no such key. GET /v1/keys lists them.');
  const detail = { key: id, person: key.person_id, name: key.name };
  await appendAudit(trx, [{ at, noticeId: null, actor: toActor(caller), action: 'key_revoked', detail }]);
}

/**
 * Creates a key for the caller, or requests one for another person. Throws `validation` for an unknown person, a role
 * that the person lacks, a role of one's own that the present key does not grant, and an expiry in the past.
 */
export async function askKey(asking: Acting, body: KeyBody): Promise<ChangeOutcome<MadeKey>> {
  const { trx, services, caller } = asking;
  const { name, roles, speaksFor = [] } = body;
  await confirmWrite(asking);
  const now = services.now();
  // Null: 90 days from when the key exists.
  const end = body.expiresAt == null ? null : new Date(body.expiresAt);
  if (end !== null && end <= now) throw invalid('/expiresAt', CURES.futureTime);
  const holder = await needHolder(trx, body);
  await needAuthorities(trx, speaksFor);
  const isOwn = holder.id === caller.person.id;
  if (keyWaits({ isOwn, speaksFor })) {
    const expiresAt = end?.toISOString() ?? null;
    const after = { person: holder.id, personName: holder.name, name, roles, expiresAt, speaksFor };
    return askChange(asking, { kind: 'key', before: null, after });
  }
  const beyond = roles.findIndex((role) => !caller.roles.includes(role));
  if (beyond >= 0)
    throw invalid(`/roles/${beyond}`, 'The key you are using does not have this role. Sign in to the console instead.');
  const made = await make(trx, { person: holder.id, name, roles, speaksFor, expiresAt: keyEnd(end, now) });
  const { id: key, person, expiresAt } = made;
  const detail = { key, person, name, roles, expiresAt: expiresAt.toISOString(), speaksFor };
  await appendAudit(trx, [{ at: now, noticeId: null, actor: toActor(caller), action: 'key_created', detail }]);
  return done(made);
}

async function make(
  trx: Connection,
  { person, name, roles, expiresAt, speaksFor }: Omit<MadeKey, 'id' | 'text'>,
): Promise<MadeKey> {
  const { id, secret, text } = makeApiKey();
  await insertApiKey(trx, { id, secret, personId: person, name, roles, expiresAt, speaksFor });
  return { id, person, name, roles, expiresAt, speaksFor, text };
}

/**
 * Returns the owner of a key that is being confirmed. Throws `illegal_transition` if the person is gone or has lost a
 * role, or the key would have expired.
 */
export const noLongerActive = (name: string) =>
  new Refusal('illegal_transition', `${name} is no longer active. Refuse the change.`);

export async function needClaimable(
  { trx, services }: Pick<Acting, 'trx' | 'services'>,
  { after: { person, personName, roles, expiresAt } }: KeyChange,
): Promise<Person> {
  const found = await findPerson(trx, { id: person });
  if (found === undefined || !found.active) throw noLongerActive(personName);
  const lost = roles.filter((role) => !found.roles.includes(role));
  if (lost.length > 0)
    throw new Refusal('illegal_transition', `${personName} no longer has ${lost.join(', ')}. Refuse the change.`);
  if (expiresAt !== null && new Date(expiresAt) <= services.now())
    throw new Refusal('illegal_transition', 'The key would already have expired. Refuse the change.');
  return found;
}

async function needOwnKey({ trx, services, caller }: Acting, id: string): Promise<KeyChange['after']> {
  const row = await lockChange(trx, id);
  const at = services.now();
  const isOpen =
    row?.content.kind === 'key' &&
    row.content.after.person === caller.person.id &&
    row.state === 'confirmed' &&
    row.decided_at !== null &&
    at.getTime() < row.decided_at.getTime() + CLAIM_LIFE_MS;
  if (isOpen && row.content.kind === 'key') return row.content.after;
  throw new Refusal(
    'missing',
    'There is no key for you to claim under this change. A key can be claimed once, within 24 hours of its confirmation; an admin can request another.',
  );
}

/**
 * Gives a confirmed key to its owner, once. Throws `missing` if the change is not theirs, is used or expired, or they
 * have none of its roles any more; `forbidden` if the key in use grants fewer roles.
 */
export async function claimKey(asking: Acting, { change }: { change: string }): Promise<MadeKey> {
  const { trx, services, caller } = asking;
  const at = services.now();
  const { person, name, roles: requestedRoles, expiresAt: said, speaksFor } = await needOwnKey(asking, change);
  const holder = await findPerson(trx, { id: person });
  const roles = requestedRoles.filter((role) => holder?.roles.includes(role));
  const end = said === null ? null : new Date(said);
  if (roles.length === 0 || (end !== null && end <= at))
    throw new Refusal('missing', 'This key is no longer valid. An admin can request another.');
  const beyond = roles.find((role) => !caller.roles.includes(role));
  if (beyond !== undefined)
    throw new Refusal(
      'forbidden',
      `The key you are using does not have ${beyond}. Sign in to the console and claim it there.`,
    );
  const made = await make(trx, { person, name, roles, speaksFor, expiresAt: keyEnd(end, at) });
  const actor = toActor(caller);
  const detail = { key: made.id, person, name, roles, expiresAt: made.expiresAt.toISOString(), speaksFor, change };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'key_claimed', detail }]);
  const applied = await markApplied(trx, { id: change, at });
  if (applied !== undefined) {
    const { kind, subject } = applied;
    await appendAudit(trx, [
      { at, noticeId: null, actor, action: 'change_applied', detail: { change, kind, subject } },
    ]);
  }
  return made;
}
