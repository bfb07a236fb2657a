import type { Person } from '../../registry/people/people.js';
import { bindIdentity, findBoundPerson, findUnboundPerson } from '../../registry/people/identities.js';
import { appendAudit } from '../../registry/notice/audit.js';
import type { Connection } from '../../registry/db.js';
import { findSession, insertSession } from '../../registry/people/sessions.js';
import type { ApiContext } from '../context.js';
import { endSessions } from '../../client/administration/end-sessions.js';
import type { Arrival } from './issuer.js';

/** What is kept of a browser's own description of itself. */
const LONGEST_USER_AGENT = 300;

interface Welcome {
  person: Person;
  /** The subject is bound by this sign-in. */
  bound: boolean;
}

/**
 * Begins the session of whoever arrived, and answers what its cookie holds; undefined for somebody who has no account.
 * A session that the browser had before ends: its cookie is about to be lost.
 */
export async function welcome(
  context: ApiContext,
  { arrival, userAgent, before }: { arrival: Arrival; userAgent: string | undefined; before: string | undefined },
): Promise<string | undefined> {
  const { issuer, subject, idToken } = arrival;
  const known = await findBoundPerson(context.db, { issuer, subject });
  // The issuer is asked before the transaction: nothing waits for it with rows locked.
  const email = known === undefined ? await findTrustedEmail(context, arrival) : undefined;
  const at = context.now();
  return context.db.transaction().execute(async (trx) => {
    const found =
      known === undefined ? await bindByEmail(trx, { arrival, email, at }) : { person: known, bound: false };
    if (found === undefined || !found.person.active) return undefined;
    const { person, bound } = found;
    if (before !== undefined) await endReplaced(trx, before, at);
    const id = context.newId();
    const agent = (userAgent ?? '').slice(0, LONGEST_USER_AGENT);
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

/** A mail address that somebody could have made up at the issuer must not open an account here. */
async function findTrustedEmail({ trustEmail }: ApiContext, arrival: Arrival): Promise<string | undefined> {
  const { email, verified } = await arrival.findEmail();
  return verified || trustEmail ? email : undefined;
}

async function bindByEmail(
  trx: Connection,
  { arrival: { issuer, subject }, email, at }: { arrival: Arrival; email: string | undefined; at: Date },
): Promise<Welcome | undefined> {
  if (email === undefined) return undefined;
  const person = await findUnboundPerson(trx, { issuer, email });
  if (person === undefined) return undefined;
  if (await bindIdentity(trx, { issuer, subject, person: person.id, at })) return { person, bound: true };
  // Two tabs at once: the other one bound the same subject, or another subject took the person.
  const other = await findBoundPerson(trx, { issuer, subject });
  return other === undefined ? undefined : { person: other, bound: false };
}
