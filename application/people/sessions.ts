import { z } from 'zod';
import type { PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import { liveSince, type SessionLimits } from '../../domain/people/session.js';
import { appendAudit } from '../../registry/notices/audit.js';
import type { Connection } from '../../registry/db.js';
import {
  countSessions,
  findSessionOwner,
  listSessions,
  revokeSessions,
  findIdToken,
  findSession,
  insertSession,
} from '../../registry/people/sessions.js';
import type { Actor } from '../../domain/people/actor.js';
import { isUuid } from '../../domain/uuid.js';
import type { Acting } from '../acting.js';
import { toActor, type Caller, type CallerSession } from '../caller.js';
import { answerPage, readCursor } from '../paging.js';
import type { Services } from '../services.js';
import { notPermitted, Refusal } from '../refusal.js';
import { needPerson } from './find-person.js';
import { isOwnOrManaged } from './own-roles.js';
import { randomBytes } from 'node:crypto';
import { type Person, findPerson } from '../../registry/people/people.js';
import {
  bindIdentity,
  findBoundPerson,
  findUnboundPerson,
  listIdentities,
  releaseIdentities,
} from '../../registry/people/identities.js';
import { insertSignIn, takeSignIn, type SignInUnderWay } from '../../registry/people/sign-ins.js';
import type { ChangeContent } from '../../domain/changes/change.js';
import { askChange, done, type ChangeOutcome } from './ask-change.js';
import { notifyPerson } from './notify-person.js';

export async function pageSessions(
  { db, now, sessionLimits }: Pick<Services, 'db' | 'now'> & { sessionLimits: SessionLimits },
  caller: Caller,
  { cursor, person = caller.person.id, ...paging }: PageQuery & { person?: string | undefined },
) {
  if (!isOwnOrManaged(caller, person)) throw notPermitted('people.manage');
  const [afterId = null] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [];
  const live = liveSince(sessionLimits, now());
  return answerPage(paging, {
    rows: (limit) => listSessions(db, { person, live, afterId, limit }),
    total: () => countSessions(db, { person, live }),
    view: (row) => ({
      id: row.id,
      person: row.person_id,
      personName: row.person_name,
      startedAt: row.started_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      userAgent: row.user_agent,
      current: row.id === caller.session?.id,
    }),
    key: ({ id }) => [id],
  });
}

/** Ends one's own session, or for an admin anyone's. Whether another person is signed in is private to them. */
export async function endSession({ trx, services, caller }: Acting, { id }: { id: string }): Promise<void> {
  const person = isUuid(id) ? await findSessionOwner(trx, id) : undefined;
  if (person === undefined || !isOwnOrManaged(caller, person))
    throw new Refusal('missing', 'There is no such session. GET /v1/sessions lists yours.');
  await endSessions(trx, { actor: toActor(caller), person, id, at: services.now() });
}

/** Signs a person out everywhere: oneself, or for an admin anyone. */
export async function signOutEverywhere({ trx, services, caller }: Acting, { id }: { id: string }): Promise<void> {
  if (!isOwnOrManaged(caller, id)) throw notPermitted('people.manage');
  const person = await needPerson(trx, id);
  await endSessions(trx, { actor: toActor(caller), person: person.id, at: services.now() });
}

/** Ends one session or all sessions of a person, with an audit entry for each that was open. */
export async function endSessions(
  trx: Connection,
  { actor, person, id, at }: { actor: Actor; person: string; id?: string; at: Date },
): Promise<void> {
  const ended = await revokeSessions(trx, { at, ...(id === undefined ? { person } : { id }) });
  await appendAudit(
    trx,
    ended.map((session) => ({ at, noticeId: null, actor, action: 'session_revoked', detail: { session, person } })),
  );
}

const MAX_USER_AGENT = 300;

/** A person who comes back from the issuer. */
export interface Arrival {
  issuer: string;
  subject: string;
  /** The ID token, sent back to the issuer at sign-out; undefined if it is too long for a URL. */
  idToken: string | undefined;
  /** Queried from the issuer only when called: a known subject needs no mail address. */
  findEmail(): Promise<{ email: string | undefined; verified: boolean }>;
}

type Sources = Pick<Services, 'db' | 'now' | 'newId'> & { trustEmail: boolean };

/** How long a person may take at the issuer. */
export const WAY_SECONDS = 600;

/** Remembers a sign-in that leaves for the issuer and returns the secret of the browser that began it. */
export async function rememberSignIn(
  { db, now: clock }: Pick<Services, 'db' | 'now'>,
  departing: SignInUnderWay & { state: string },
): Promise<string> {
  const now = clock();
  const browser = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + WAY_SECONDS * 1_000);
  await insertSignIn(db, { ...departing, browser, expiresAt, now });
  return browser;
}

/** Returns a sign-in, once, to the browser that began it; undefined if there is none or it has expired. */
export async function resumeSignIn(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { state, browser }: { state: string; browser: string },
): Promise<SignInUnderWay | undefined> {
  return takeSignIn(db, { state, browser, now: now() });
}

interface SignInResult {
  person: Person;
  bound: boolean;
}

/**
 * Starts the session of a person who has signed in and returns the cookie value; undefined if they have no account.
 * Ends the browser's previous session, whose cookie is about to be overwritten.
 */
export async function completeSignIn(
  sources: Sources,
  { arrival, userAgent, before }: { arrival: Arrival; userAgent: string | undefined; before: string | undefined },
): Promise<string | undefined> {
  const { issuer, subject, idToken } = arrival;
  const known = await findBoundPerson(sources.db, { issuer, subject });
  // The issuer is queried before the transaction, so that no rows stay locked meanwhile.
  const email = known === undefined ? await findTrustedEmail(sources, arrival) : undefined;
  const at = sources.now();
  return sources.db.transaction().execute(async (trx) => {
    const found =
      known === undefined ? await bindByEmail(trx, { arrival, email, at }) : { person: known, bound: false };
    if (found === undefined || !found.person.active) return undefined;
    const { person, bound } = found;
    if (before !== undefined) await endReplaced(trx, before, at);
    const id = sources.newId();
    const agent = (userAgent ?? '').slice(0, MAX_USER_AGENT);
    const token = await insertSession(trx, { id, person: person.id, userAgent: agent, idToken, at });
    const actor = { kind: 'person', id: person.id, name: person.name, roles: person.roles } as const;
    const detail = { session: id, issuer, subject, firstOfSubject: bound, userAgent: agent };
    await appendAudit(trx, [{ at, noticeId: null, actor, action: 'sign_in', detail }]);
    return token;
  });
}

async function endReplaced(trx: Connection, token: string, at: Date): Promise<void> {
  const found = await findSession(trx, { token });
  if (found === undefined) return;
  const { person, roles, session } = found;
  const actor = { kind: 'person', id: person.id, name: person.name, roles } as const;
  await endSessions(trx, { actor, person: person.id, id: session.id, at });
}

/** An unverified mail address, which anyone could claim at the issuer, must not open an account here. */
async function findTrustedEmail({ trustEmail }: Sources, arrival: Arrival): Promise<string | undefined> {
  const { email, verified } = await arrival.findEmail();
  return verified || trustEmail ? email : undefined;
}

async function bindByEmail(
  trx: Connection,
  { arrival: { issuer, subject }, email, at }: { arrival: Arrival; email: string | undefined; at: Date },
): Promise<SignInResult | undefined> {
  if (email === undefined) return undefined;
  const person = await findUnboundPerson(trx, { issuer, email });
  if (person === undefined) return undefined;
  if (await bindIdentity(trx, { issuer, subject, person: person.id, at })) return { person, bound: true };
  // A concurrent sign-in in another tab bound the same subject, or another subject was bound to the person.
  const other = await findBoundPerson(trx, { issuer, subject });
  return other === undefined ? undefined : { person: other, bound: false };
}

/** Ends the caller's own session and returns its ID token for the issuer. */
export async function signOut(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { caller, session, token }: { caller: Caller; session: CallerSession; token: string },
): Promise<string | undefined> {
  const at = now();
  // Read first: it is deleted with the session.
  const idToken = await findIdToken(db, token);
  await db.transaction().execute(async (trx) => {
    await revokeSessions(trx, { id: session.id, at });
    const detail = { session: session.id };
    await appendAudit(trx, [{ at, noticeId: null, actor: toActor(caller), action: 'sign_out', detail }]);
  });
  return idToken;
}

/**
 * Requests to forget a person's account at the issuer (one's own included); the next sign-in is then bound by mail
 * address.
 */
export async function askIdentities(asking: Acting, { id }: { id: string }): Promise<ChangeOutcome<null>> {
  const { trx } = asking;
  const { id: person, name: personName, email } = await needPerson(trx, id);
  const identities = await listIdentities(trx, person);
  if (identities.length === 0) return done(null);
  const who = { person, personName };
  const outcome = await askChange(asking, {
    kind: 'identities',
    before: { ...who, identities },
    after: { ...who, identities: [] },
  });
  await notifyPerson(asking, {
    change: outcome.change,
    person: { id: person, email },
    about: 'identity_requested',
    fields: ['subject'],
  });
  return outcome;
}

export async function applyIdentities(
  asking: Acting,
  { change, content }: { change: string; content: Extract<ChangeContent, { kind: 'identities' }> },
): Promise<void> {
  const id = content.after.person;
  await release(asking, { person: id, change });
  const person = await findPerson(asking.trx, { id });
  if (person === undefined) return;
  await notifyPerson(asking, { change, person, about: 'identity_changed', fields: ['subject'] });
}

async function release({ trx, services, caller }: Acting, who: { person: string; change: string }): Promise<void> {
  const released = await releaseIdentities(trx, who.person);
  if (released.length === 0) return;
  const entry = { at: services.now(), noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'identity_released', detail: { ...who, released } }]);
}
