import type { ChangeContent } from '../../domain/administration/change.js';
import { renamed, toldPerson, type SavedPerson } from '../../domain/administration/entry.js';
import { isBootstrap, personWaits } from '../../domain/administration/needs-second.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import { isErasedPerson } from '../../domain/people/erased.js';
import { CLAIM_LIFE_MS, FIRST_KEY } from '../../domain/people/key-life.js';
import { hadFourEyes } from '../../registry/administration/four-eyes.js';
import { insertKeyClaim } from '../../registry/administration/key-claims.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { findPersonByEmail, savePerson } from '../../registry/people/people-admin.js';
import { findPerson, type Person } from '../../registry/people/people.js';
import { actorOf, type Caller } from '../caller.js';
import { invalid, Refusal } from '../refusal.js';
import { askChange, done, type Asked, type Asking } from './ask-change.js';
import { endAccess } from './end-access.js';

type PersonBody = Omit<Person, 'id'> & { id?: string | undefined };

/** A saved person. `claim`: with it the second person of a new desk gets their first key. */
export interface PersonSaved {
  person: SavedPerson;
  isNew: boolean;
  claim?: string;
}

async function findBefore(trx: Connection, { id, email }: PersonBody): Promise<Person | undefined> {
  const byEmail = await findPersonByEmail(trx, email);
  if (id === undefined) return byEmail;
  const byId = await findPerson(trx, { id });
  if (byId === undefined) throw invalid('/id', 'There is no such person. Leave "id" out to add one.');
  if (byEmail !== undefined && byEmail.id !== id) throw invalid('/email', 'Another person has this mail address.');
  return byId;
}

/** Nobody locks themselves out: the last act of an admin must be another admin's. */
function refuseOwnEnd({ person }: Caller, saved: Person): void {
  if (person.id !== saved.id) return;
  if (!saved.active) throw invalid('/active', 'You cannot end your own access. Ask another admin.');
  if (!saved.roles.includes('admin'))
    throw invalid('/roles', 'You cannot take the admin role from yourself. Ask another admin.');
}

/**
 * Adds a person or changes one. As a whole it waits for a second person where a guarded role is given; the first admin of
 * a desk brings in the second pair of eyes alone, and the log says so. Throws `validation` for an id that nobody has, an
 * address that somebody else has, and one's own end.
 */
export async function askPerson(asking: Asking, body: PersonBody): Promise<Asked<PersonSaved>> {
  const { trx, services, caller } = asking;
  const before = (await findBefore(trx, body)) ?? null;
  if (before !== null && isErasedPerson(before))
    throw new Refusal('illegal_transition', 'This person was erased. Add whoever comes back as somebody new.');
  const { name, email, roles, active } = body;
  const after = { id: before?.id ?? services.newId(), name, email, roles, active };
  refuseOwnEnd(caller, after);
  if (!personWaits(before, after)) return done(await save(asking, { before, after }));
  const hadTwo = await hadFourEyes(trx);
  if (!isBootstrap({ hadTwo, caller: caller.person.id, after }))
    return askChange(asking, { kind: 'person', before, after });
  const saved = await save(asking, { before, after, bootstrap: true });
  return done({ ...saved, claim: await openFirstKey(asking, after) });
}

/** Does what a second person has confirmed. Throws `illegal_transition` where it is not any more what it was when it was asked. */
export async function applyPerson(
  asking: Asking,
  { change, content: { before, after } }: { change: string; content: Extract<ChangeContent, { kind: 'person' }> },
): Promise<void> {
  const { trx } = asking;
  const now = (await findPerson(trx, { id: after.id })) ?? null;
  if (canonicalJson(now) !== canonicalJson(before))
    throw new Refusal(
      'illegal_transition',
      now === null
        ? `${after.name} is not there any more. Refuse the change.`
        : `${now.name} has been changed since this was asked for. Refuse it, and have it asked for anew.`,
    );
  const holder = await findPersonByEmail(trx, after.email);
  if (holder !== undefined && holder.id !== after.id)
    throw new Refusal(
      'illegal_transition',
      `${holder.name} has the mail address ${after.email} by now. Refuse the change, and have it asked for anew.`,
    );
  await save(asking, { before, after, change });
}

async function save(
  { trx, services, caller }: Asking,
  { before, after, ...how }: { before: SavedPerson | null; after: SavedPerson; change?: string; bootstrap?: boolean },
): Promise<PersonSaved> {
  const at = services.now();
  const actor = actorOf(caller);
  const person = await savePerson(trx, after);
  if (!person.active) await endAccess(trx, { actor, person: person.id, at });
  const told = { after: toldPerson(person), before: before && toldPerson(before), renamed: renamed(before, person) };
  const detail = { person: person.id, ...told, ...how };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'person_saved', detail }]);
  return { person, isNew: before === null };
}

/** Who comes second has no key yet, and nobody could confirm one for them. */
async function openFirstKey({ trx, services, caller }: Asking, { id, roles }: SavedPerson): Promise<string> {
  const at = services.now();
  const expiresAt = new Date(at.getTime() + CLAIM_LIFE_MS);
  const key = { person: id, name: FIRST_KEY, roles };
  const token = await insertKeyClaim(trx, { ...key, change: null, keyExpiresAt: null, speaksFor: [], expiresAt });
  const detail = { ...key, expiresAt: expiresAt.toISOString() };
  await appendAudit(trx, [{ at, noticeId: null, actor: actorOf(caller), action: 'key_claim_opened', detail }]);
  return token;
}
