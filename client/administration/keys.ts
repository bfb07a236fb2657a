import type { ChangeContent } from '../../domain/administration/change.js';
import type { SpeaksFor } from '../../domain/people/speaks-for.js';
import { keyWaits } from '../../domain/administration/needs-second.js';
import { SYSTEM } from '../../domain/people/actor.js';
import { CLAIM_LIFE_MS, keyEnd } from '../../domain/people/key-life.js';
import type { Role } from '../../domain/people/permission.js';
import { markApplied } from '../../registry/administration/changes.js';
import { insertKeyClaim, lockKeyClaim, markClaimed } from '../../registry/administration/key-claims.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { listUnknownAuthorities } from '../../registry/people/authorities.js';
import { findPerson, insertApiKey, makeApiKey, type Person } from '../../registry/people/people.js';
import { actorOf } from '../caller.js';
import { invalid, Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { askChange, done, type Asked, type Asking } from './ask-change.js';

interface KeyBody {
  /** Person id or mail address. */
  person: { id: string } | { email: string };
  name: string;
  roles: Role[];
  /** Null: 90 days from the moment on at which the key is there. */
  expiresAt: Date | null;
  speaksFor: SpeaksFor;
}

/** A key with its text, which is told once. */
export interface MadeKey {
  id: string;
  person: string;
  name: string;
  roles: Role[];
  expiresAt: Date;
  speaksFor: SpeaksFor;
  text: string;
}

/** The person the key is for; a key lends no role that its person has not. */
async function needHolder(trx: Connection, { person, roles }: KeyBody): Promise<Person> {
  const found = await findPerson(trx, person);
  if (found === undefined) throw invalid('/person', 'There is no such person. GET /v1/people lists who there is.');
  if (!found.active) throw invalid('/person', `${found.name} is not active.`);
  const foreign = roles.findIndex((role) => !found.roles.includes(role));
  if (foreign >= 0)
    throw invalid(
      `/roles/${foreign}`,
      `${found.name} has the roles ${found.roles.join(', ')}, and a key lends no other.`,
    );
  return found;
}

/** A key speaks for authorities of the directory alone. */
async function needAuthorities(trx: Connection, speaksFor: SpeaksFor): Promise<void> {
  if (speaksFor === 'all') return;
  const [unknown] = await listUnknownAuthorities(trx, speaksFor);
  if (unknown === undefined) return;
  throw invalid(
    `/speaksFor/${speaksFor.indexOf(unknown)}`,
    'The directory has no authority with this id. GET /v1/authorities lists them.',
  );
}

/**
 * Makes a key for oneself, or asks for one in another's name. Throws `validation` for a person who is not there, a role
 * that they have not, one's own role that the present key does not lend, and a time that is over.
 */
export async function askKey(asking: Asking, body: KeyBody): Promise<Asked<MadeKey>> {
  const { trx, services, caller } = asking;
  const now = services.now();
  if (body.expiresAt !== null && body.expiresAt <= now)
    throw invalid('/expiresAt', 'Give a time that is still to come.');
  const holder = await needHolder(trx, body);
  await needAuthorities(trx, body.speaksFor);
  const { name, roles, speaksFor } = body;
  const isOwn = holder.id === caller.person.id;
  if (keyWaits({ isOwn, speaksFor })) {
    const expiresAt = body.expiresAt?.toISOString() ?? null;
    const after = { person: holder.id, personName: holder.name, name, roles, expiresAt, speaksFor };
    return askChange(asking, { kind: 'key', before: null, after });
  }
  const beyond = roles.findIndex((role) => !caller.roles.includes(role));
  if (beyond >= 0)
    throw invalid(`/roles/${beyond}`, 'The key that you use does not lend this role. Sign in to the console instead.');
  const made = await make(trx, { person: holder.id, name, roles, speaksFor, expiresAt: keyEnd(body.expiresAt, now) });
  const { id: key, person, expiresAt } = made;
  const detail = { key, person, name, roles, expiresAt: expiresAt.toISOString(), speaksFor };
  await appendAudit(trx, [{ at: now, noticeId: null, actor: actorOf(caller), action: 'key_created', detail }]);
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
 * Lets the owner of a confirmed key claim it: answers the token. Throws `illegal_transition` where the person is not
 * there any more or has lost a role, or the key would be over.
 */
export async function openKeyClaim(
  { trx, services, caller }: Asking,
  { change, content }: { change: string; content: Extract<ChangeContent, { kind: 'key' }> },
): Promise<string> {
  const { person, personName, name, roles, expiresAt: said, speaksFor } = content.after;
  const at = services.now();
  const keyExpiresAt = said === null ? null : new Date(said);
  const found = await findPerson(trx, { id: person });
  if (found === undefined || !found.active)
    throw new Refusal('illegal_transition', `${personName} is not active any more. Refuse the change.`);
  const lost = roles.filter((role) => !found.roles.includes(role));
  if (lost.length > 0)
    throw new Refusal('illegal_transition', `${personName} has not ${lost.join(', ')} any more. Refuse the change.`);
  if (keyExpiresAt !== null && keyExpiresAt <= at)
    throw new Refusal('illegal_transition', 'The key would be over already. Refuse the change.');
  const expiresAt = new Date(at.getTime() + CLAIM_LIFE_MS);
  const token = await insertKeyClaim(trx, { change, person, name, roles, keyExpiresAt, speaksFor, expiresAt });
  const detail = { person, name, roles, change, expiresAt: expiresAt.toISOString() };
  await appendAudit(trx, [{ at, noticeId: null, actor: actorOf(caller), action: 'key_claim_opened', detail }]);
  return token;
}

/**
 * Gives the key to whoever has its token, once. Throws `missing`, in the same words, for a token that is wrong, used, over,
 * or of somebody who is not active or has none of the roles any more.
 */
export async function claimKey(
  { trx, services }: { trx: Connection; services: Pick<Services, 'now'> },
  { token }: { token: string },
): Promise<MadeKey> {
  const at = services.now();
  const claim = await lockKeyClaim(trx, { token, at });
  const roles = claim?.roles.filter((role) => claim.person_roles.includes(role)) ?? [];
  if (claim === undefined || roles.length === 0 || (claim.key_expires_at !== null && claim.key_expires_at <= at))
    throw new Refusal(
      'missing',
      'There is no key for this token. It works once, within 24 hours; an admin can ask for another.',
    );
  const { person_id: person, name, speaks_for: speaksFor, change_id: change } = claim;
  const made = await make(trx, { person, name, roles, speaksFor, expiresAt: keyEnd(claim.key_expires_at, at) });
  await markClaimed(trx, { token_sha256: claim.token_sha256, key: made.id, at });
  const by = change === null ? {} : { change };
  const detail = { key: made.id, person, name, roles, expiresAt: made.expiresAt.toISOString(), speaksFor, ...by };
  await appendAudit(trx, [{ at, noticeId: null, actor: SYSTEM, action: 'key_claimed', detail }]);
  const applied = change === null ? undefined : await markApplied(trx, { id: change, at });
  if (applied !== undefined) {
    const { id, kind, subject } = applied;
    const told = { change: id, kind, subject };
    await appendAudit(trx, [{ at, noticeId: null, actor: SYSTEM, action: 'change_applied', detail: told }]);
  }
  return made;
}
