import { randomBytes } from 'node:crypto';
import type { Person } from '../../registry/people/people.js';
import { bindIdentity, findBoundPerson, findUnboundPerson } from '../../registry/people/identities.js';
import { appendAudit } from '../../registry/notices/audit.js';
import type { Connection } from '../../registry/db.js';
import { findIdToken, findSession, insertSession, revokeSessions } from '../../registry/people/sessions.js';
import { insertSignIn, takeSignIn, type SignInUnderWay } from '../../registry/people/sign-ins.js';
import { toActor, type Caller, type CallerSession } from '../caller.js';
import type { Services } from '../services.js';
import { endSessions } from './sessions.js';

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
