import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { challengeAct } from '../contract/people/passkeys.js';
import { CHALLENGE_LIFE_MS, type StepUpAct } from '../domain/people/step-up.js';
import type { Connection } from '../registry/db.js';
import { sha256OfJson } from '../registry/json-hash.js';
import { listPasskeys, type Passkey } from '../registry/people/passkeys.js';
import { insertChallenge } from '../registry/people/step-up-challenges.js';
import type { CommandStepUp } from './acting.js';
import type { Caller } from './caller.js';
import type { Services } from './services.js';
import { needRelyingParty, needSession, needStepUp, stepUpRefusal } from './step-up.js';

interface Registration {
  rpID: string;
  email: string;
  caller: Caller;
  challenge: string;
  passkeys: readonly Passkey[];
}

interface AskingChallenge {
  trx: Connection;
  services: Pick<Services, 'now' | 'relyingParty'>;
  caller: Caller;
}

/**
 * Describes an administrative write as a passkey confirms it: method, path and a digest of the body without the
 * assertion.
 */
export function writeAct(write: string, sent: Record<string, unknown>): StepUpAct {
  const { assertion: _, ...body } = sent;
  return { write, bodySha256: sha256OfJson(body) };
}

function toAct(act: z.infer<typeof challengeAct>): StepUpAct {
  if ('write' in act) return writeAct(act.write, act.body);
  if ('change' in act || 'revision' in act) return act;
  const { refuse, ...approval } = act;
  return refuse === true ? { ...approval, refuse } : approval;
}

/**
 * Creates the challenge that a passkey signs for one act; valid once, for five minutes, in this session. Throws
 * `forbidden` with `stepUp` for a key and for a person without a passkey, `illegal_transition` if the desk can have no
 * passkeys.
 */
export async function makeChallenge(asking: AskingChallenge, given: z.infer<typeof challengeAct>) {
  const { trx, caller, services } = asking;
  const { id: rpID } = needRelyingParty(services);
  needSession(caller);
  const passkeys = await listPasskeys(trx, caller.person.id);
  if (passkeys.length === 0)
    throw stepUpRefusal('You have no passkey. Register one first: in the console under your settings, Passkeys.');
  const { challenge, expiresAt } = await ask(asking, toAct(given));
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
  const options = await generateAuthenticationOptions({
    rpID,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    allowCredentials: passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    userVerification: 'required',
    timeout: CHALLENGE_LIFE_MS,
  });
  return { challenge, expiresAt: expiresAt.toISOString(), options: { ...options } };
}

/**
 * Starts the registration of a passkey. With step-up on, a person who has a passkey confirms with it: a session alone
 * adds none.
 */
export async function startRegistration(
  services: Services,
  { caller, stepUp }: { caller: Caller; stepUp: CommandStepUp },
): Promise<Record<string, unknown>> {
  const { email } = needSession(caller);
  const { id: rpID } = needRelyingParty(services);
  return services.db.transaction().execute(async (trx) => {
    const asking = { trx, services, caller };
    const passkeys = await listPasskeys(trx, caller.person.id);
    if (passkeys.length > 0) await needStepUp(asking, stepUp);
    const { challenge } = await ask(asking, { register: true });
    return toRegistrationOptions({ rpID, email, caller, challenge, passkeys });
  });
}

async function toRegistrationOptions({ rpID, email, caller, challenge, passkeys }: Registration) {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server');
  const options = await generateRegistrationOptions({
    rpName: 'Notice Desk',
    rpID,
    userName: email,
    userDisplayName: caller.person.name,
    userID: new Uint8Array(Buffer.from(caller.person.id)),
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: CHALLENGE_LIFE_MS,
    attestationType: 'none',
    excludeCredentials: passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
  return { ...options };
}

async function ask({ trx, services, caller }: AskingChallenge, act: StepUpAct) {
  const at = services.now();
  const expiresAt = new Date(at.getTime() + CHALLENGE_LIFE_MS);
  const who = { person: caller.person.id, session: needSession(caller).id };
  const nonce = randomBytes(32).toString('base64url');
  const challenge = await insertChallenge(trx, { act, nonce, ...who, at: at.toISOString() }, { at, expiresAt });
  return { challenge, expiresAt };
}
