import { z } from 'zod';
import type { Page, PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import type { ChangeContent } from '../../domain/changes/change.js';
import { renamed, describePerson, type SavedPerson } from '../../domain/changes/entry.js';
import { identityChanged, isBootstrap, personWaits } from '../../domain/changes/needs-second.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import { isErasedPerson } from '../../domain/people/erased.js';
import { hadFourEyes, hasColleagues } from '../../registry/changes/four-eyes.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { countPeople } from '../../registry/targets/counts.js';
import { savePerson } from '../../registry/people/people-admin.js';
import { hasBoundKey, revokePersonKeys } from '../../registry/people/keys-admin.js';
import { listAbsences, type Absence } from '../../registry/people/absences.js';
import { findPerson, listPeople, type Person } from '../../registry/people/people.js';
import type { Acting } from '../acting.js';
import { toActor } from '../caller.js';
import { answerPage, readCursor } from '../paging.js';
import { invalid, Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { toAbsenceView } from './absences.js';
import { askChange, done, type ChangeOutcome } from './changes.js';
import { confirmWrite } from '../step-up.js';
import { notifyPerson } from './notify-person.js';
import { refuseOwnRoles } from './own-roles.js';
import { CURES } from '../../domain/commands/cures.js';
import type { Actor } from '../../domain/people/actor.js';
import { endKeyClaims } from '../../registry/changes/changes.js';
import { endSessions } from './sessions.js';

type PersonBody = Omit<Person, 'id'> & { id?: string | undefined };

export interface PersonSaved {
  person: SavedPerson;
  isNew: boolean;
}

export async function pagePeople(services: Pick<Services, 'db' | 'now'>, query: PageQuery) {
  return pageWithAbsences(services, query, (person, absences) => ({
    ...person,
    absences: absences.map(toAbsenceView),
  }));
}

export async function pageColleagues(services: Pick<Services, 'db' | 'now'>, query: PageQuery) {
  const now = services.now();
  return pageWithAbsences(services, query, ({ id, name, roles, active }, absences) => ({
    id,
    name,
    roles,
    active,
    away: absences.some(({ from }) => from <= now),
  }));
}

async function pageWithAbsences<View>(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { cursor, ...paging }: PageQuery,
  view: (person: Person, absences: Absence[]) => View,
): Promise<Page<View>> {
  const key = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.uuid]));
  const after = key === null ? null : { name: key[0], id: key[1] };
  let absences: Absence[] = [];
  return answerPage(paging, {
    rows: async (limit) => {
      const people = await listPeople(db, { after, limit });
      const ids = people.map(({ id }) => id);
      absences = await listAbsences(db, ids, now());
      return people;
    },
    total: () => countPeople(db),
    view: (person) =>
      view(
        person,
        absences.filter((absence) => absence.person === person.id),
      ),
    key: ({ name, id }) => [name, id],
  });
}

async function findBefore(trx: Connection, { id, email }: PersonBody): Promise<Person | undefined> {
  const byEmail = await findPerson(trx, { email });
  if (id === undefined) return byEmail;
  const byId = await findPerson(trx, { id });
  if (byId === undefined) throw invalid('/id', 'There is no such person. Omit "id" to add one.');
  if (byEmail !== undefined && byEmail.id !== id) throw invalid('/email', 'Another person has this email address.');
  return byId;
}

/**
 * Adds or changes a person. Waits as a whole for a second person if a role is granted or a name or address changes;
 * only the first admin may add the first second person alone, and the log says so. Throws `four_eyes` for one's own
 * roles, `validation` for an unknown id or an address in use.
 */
export async function askPerson(asking: Acting, body: PersonBody): Promise<ChangeOutcome<PersonSaved>> {
  const { trx, services, caller } = asking;
  await confirmWrite(asking);
  let before = (await findBefore(trx, body)) ?? null;
  if (before !== null && isErasedPerson(before))
    throw new Refusal('illegal_transition', 'This person was erased. Add a returning person as a new one.');
  const { name, email, roles, active } = body;
  const after = { id: before?.id ?? services.newId(), name, email, roles, active };
  refuseOwnRoles(caller, { before, after });
  before = await endAccessFirst(asking, { before, after });
  if (!personWaits(before, after, { hasBoundKey: await hasBoundKey(trx, after.id) }))
    return done(await save(asking, { before, after }));
  if (await isFirstSecond(asking, { before, after }))
    return done(await save(asking, { before, after, bootstrap: true }));
  const outcome = await askChange(asking, { kind: 'person', before, after });
  await notifyOldAddress(asking, { change: outcome.change, before, after, about: 'identity_requested' });
  return outcome;
}

/** Ending a person's access never waits, whatever else the same request changes. Returns the entry after that. */
async function endAccessFirst(
  asking: Acting,
  { before, after }: { before: SavedPerson | null; after: SavedPerson },
): Promise<SavedPerson | null> {
  const isEnding = before?.active === true && !after.active;
  if (!isEnding || identityChanged(before, after).length === 0) return before;
  const { person } = await save(asking, { before, after: { ...before, active: false } });
  return person;
}

async function isFirstSecond(
  { trx, caller }: Acting,
  { before, after }: { before: SavedPerson | null; after: SavedPerson },
): Promise<boolean> {
  const by = caller.person.id;
  // The lock taken by the first query makes the second one see what a concurrent request has saved.
  const hadTwo = await hadFourEyes(trx);
  return isBootstrap({ hadTwo, hasColleagues: await hasColleagues(trx, { caller: by }), caller: by, before, after });
}

/** A known person is notified at the previous address of a change of their address. */
async function notifyOldAddress(
  asking: Acting,
  changed: {
    change: string;
    before: SavedPerson | null;
    after: SavedPerson;
    about: 'identity_requested' | 'identity_changed';
  },
): Promise<void> {
  const { change, before, after, about } = changed;
  const fields = identityChanged(before, after);
  if (before === null || fields.length === 0) return;
  await notifyPerson(asking, { change, person: before, about, fields });
}

/** Applies a confirmed change of a person. Throws `illegal_transition` if the entry has changed since the request. */
export async function applyPerson(
  asking: Acting,
  { change, content: { before, after } }: { change: string; content: Extract<ChangeContent, { kind: 'person' }> },
): Promise<void> {
  const { trx } = asking;
  const now = (await findPerson(trx, { id: after.id })) ?? null;
  if (canonicalJson(now) !== canonicalJson(before))
    throw new Refusal(
      'illegal_transition',
      now === null
        ? `${after.name} no longer exists. Refuse the change.`
        : `${now.name} has been changed since this was requested. ${CURES.requestAgain}`,
    );
  const holder = await findPerson(trx, { email: after.email });
  if (holder !== undefined && holder.id !== after.id)
    throw new Refusal(
      'illegal_transition',
      `${holder.name} now has the email address ${after.email}. ${CURES.requestAgain}`,
    );
  await save(asking, { before, after, change });
  await notifyOldAddress(asking, { change, before, after, about: 'identity_changed' });
}

async function save(
  { trx, services, caller }: Acting,
  { before, after, ...how }: { before: SavedPerson | null; after: SavedPerson; change?: string; bootstrap?: boolean },
): Promise<PersonSaved> {
  const at = services.now();
  const actor = toActor(caller);
  const person = await savePerson(trx, after);
  if (!person.active) await endAccess(trx, { actor, person: person.id, at });
  const facts = {
    after: describePerson(person),
    before: before && describePerson(before),
    renamed: renamed(before, person),
  };
  const detail = { person: person.id, ...facts, ...how };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'person_saved', detail }]);
  return { person, isNew: before === null };
}

/**
 * Ends all access of a deactivated person: sessions, keys and keys to be claimed. None returns if the person is
 * reactivated.
 */
async function endAccess(
  trx: Connection,
  { actor, person, at }: { actor: Actor; person: string; at: Date },
): Promise<void> {
  await endSessions(trx, { actor, person, at });
  const claims = await endKeyClaims(trx, person);
  const keys = await revokePersonKeys(trx, { person, at });
  await appendAudit(
    trx,
    claims.map(({ id: change, ...about }) => ({
      at,
      noticeId: null,
      actor,
      action: 'change_expired',
      detail: { change, ...about },
    })),
  );
  await appendAudit(
    trx,
    keys.map(({ id: key, name }) => ({
      at,
      noticeId: null,
      actor,
      action: 'key_revoked',
      detail: { key, person, name },
    })),
  );
}
