import type { Person } from '../../registry/people/people.js';
import { bindIdentity, findBoundPerson, findUnboundPerson } from '../../registry/people/identities.js';
import { appendAudit } from '../../registry/notices/audit.js';
import type { Connection } from '../../registry/db.js';
import { findSession, insertSession } from '../../registry/people/sessions.js';
import type { ApiContext } from '../context.js';
import { endSessions } from '../../application/people/sessions.js';
import type { Arrival } from './issuer.js';

const MAX_USER_AGENT = 300;

interface SignInResult {
  person: Person;
  bound: boolean;
}

/**
 * Starts the session of a person who has signed in and returns the cookie value; undefined if they have no account.
 * Ends the browser's previous session, whose cookie is about to be overwritten.
 */
export async function completeSignIn(
  context: ApiContext,
  { arrival, userAgent, before }: { arrival: Arrival; userAgent: string | undefined; before: string | undefined },
): Promise<string | undefined> {
  const { issuer, subject, idToken } = arrival;
  const known = await findBoundPerson(context.db, { issuer, subject });
  // The issuer is queried before the transaction, so that no rows stay locked meanwhile.
  const email = known === undefined ? await findTrustedEmail(context, arrival) : undefined;
  const at = context.now();
  return context.db.transaction().execute(async (trx) => {
    const found =
      known === undefined ? await bindByEmail(trx, { arrival, email, at }) : { person: known, bound: false };
    if (found === undefined || !found.person.active) return undefined;
    const { person, bound } = found;
    if (before !== undefined) await endReplaced(trx, before, at);
    const id = context.newId();
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
async function findTrustedEmail({ trustEmail }: ApiContext, arrival: Arrival): Promise<string | undefined> {
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
