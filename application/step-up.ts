import type { Assertion } from '../contract/people/assertion.js';
import {
  type RelyingParty,
  type StepUpStatement,
  isRequestedFor,
  CHALLENGE_LIFE_MS,
  type StepUpAct,
} from '../domain/people/step-up.js';
import type { Connection } from '../registry/db.js';
import { findPasskey, listPasskeys, usePasskey, type KnownPasskey, type Passkey } from '../registry/people/passkeys.js';
import { appendRefusal, type KeptAssertion } from '../registry/notices/commands.js';
import { takeChallenge, insertChallenge } from '../registry/people/step-up-challenges.js';
import type { Acting, CommandStepUp } from './acting.js';
import { toActor, type Caller, type CallerSession } from './caller.js';
import { Refusal } from './refusal.js';
import type { Services } from './services.js';
import type { Confirmed } from './approval-signer.js';
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { challengeAct } from '../contract/people/passkeys.js';
import { sha256OfJson } from '../registry/json-hash.js';

export interface SteppingUp {
  trx: Connection;
  services: Pick<Services, 'now' | 'stepUp' | 'relyingParty'>;
  caller: Caller;
}

export function stepUpRefusal(detail: string): Refusal {
  return new Refusal('forbidden', detail, { stepUp: true });
}

/** Returns the person's session; an API key does not prove a person. Throws `forbidden`. */
export function needSession({ session }: Caller): CallerSession {
  if (session !== null) return session;
  throw stepUpRefusal(
    'This requires a passkey, because an API key does not prove who is using it. Sign in to the console and do it there.',
  );
}

/**
 * Returns the relying party that passkeys are made for. Throws `illegal_transition` if the desk's host name can have no
 * passkeys.
 */
export function needRelyingParty({ relyingParty }: Pick<Services, 'relyingParty'>): RelyingParty {
  if (relyingParty !== null) return relyingParty;
  throw new Refusal(
    'illegal_transition',
    'Passkeys do not work with an IP address. Use a host name over https, or localhost on this machine (DESK_STEP_UP=on npm start).',
  );
}

/**
 * Requires a passkey confirmation of an act if step-up is on, and returns what to store of it, else null. Consumes the
 * challenge in the caller's transaction. Throws `forbidden` with `stepUp` if the confirmation is missing or wrong.
 */
export async function needStepUp(
  stepping: SteppingUp,
  { act, assertion }: CommandStepUp,
): Promise<KeptAssertion | null> {
  const { trx, services, caller } = stepping;
  if (!services.stepUp) return null;
  const session = needSession(caller);
  if (assertion === undefined) {
    const has = (await listPasskeys(trx, caller.person.id)).length > 0;
    throw stepUpRefusal(
      has
        ? 'Confirm this with your passkey: sign the challenge from POST /v1/me/passkeys/challenge and send the answer in "assertion".'
        : 'This requires a passkey, and you have none. Register one first: in the console under your settings, Passkeys.',
    );
  }
  const at = services.now();
  const challenge = await readChallenge(assertion);
  const text = await takeChallenge(trx, { challenge, person: caller.person.id, session: session.id, at });
  if (text === undefined)
    throw stepUpRefusal(
      'This challenge belongs to another session, has expired, or was already used. Request a new one.',
    );
  // Safe to parse: only the API writes this text.
  const statement: StepUpStatement = JSON.parse(text);
  if (!isRequestedFor(statement, { act, person: caller.person.id }))
    throw stepUpRefusal('The passkey confirmed a different action. Request a challenge for this one.');
  const passkey = await findPasskey(trx, assertion.id);
  if (passkey === undefined || passkey.revokedAt !== null || passkey.personId !== caller.person.id)
    throw stepUpRefusal('This passkey is not yours. GET /v1/me/passkeys lists yours.');
  const counter = await verify(services, { assertion, challenge, passkey });
  if (!(await usePasskey(trx, { id: passkey.id, before: passkey.counter, counter, at })))
    throw stepUpRefusal('The passkey was used elsewhere at the same moment. Try again.');
  return keep(text, assertion);
}

/** Requires a passkey confirmation of the present write if step-up is on. Throws as `needStepUp` does. */
export async function confirmWrite(acting: Acting): Promise<void> {
  await needStepUp(acting, acting.stepUp());
}

export async function recordFailedStepUp(
  { db, now }: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { error, ...attempt }: { error: unknown; noticeId: string | null; name: string },
): Promise<void> {
  if (!(error instanceof Refusal) || error.extra.stepUp !== true) return;
  await appendRefusal(db, { ...attempt, actor: toActor(caller), code: error.code, at: now(), commandId: null });
}

/**
 * Returns what a passkey confirmed of an act; null if none is required or step-up is off. Throws as `needStepUp` does.
 */
export async function confirmStepUp(
  stepping: SteppingUp,
  stepUp: CommandStepUp | null | undefined,
): Promise<Confirmed | null> {
  if (stepUp == null) return null;
  const assertion = await needStepUp(stepping, stepUp);
  return assertion === null ? null : { act: stepUp.act, assertion };
}

/** Returns the challenge that the browser claims it signed. Throws `forbidden` if it cannot be read. */
export async function readChallenge({ response }: { response: { clientDataJSON: string } }): Promise<string> {
  const { decodeClientDataJSON } = await import('@simplewebauthn/server/helpers');
  try {
    const { challenge } = decodeClientDataJSON(response.clientDataJSON);
    if (typeof challenge === 'string') return challenge;
  } catch {}
  throw stepUpRefusal('The answer of the passkey cannot be read.');
}

async function verify(
  services: Pick<Services, 'relyingParty'>,
  { assertion, challenge, passkey }: { assertion: Assertion; challenge: string; passkey: KnownPasskey },
): Promise<number> {
  const { id: expectedRPID, origin: expectedOrigin } = needRelyingParty(services);
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...assertion, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin,
      expectedRPID,
      credential: { id: passkey.credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
      requireUserVerification: true,
    });
    if (verified) return authenticationInfo.newCounter;
  } catch (error) {
    throw stepUpRefusal(whyNot(error instanceof Error ? error.message : '', expectedOrigin));
  }
  throw stepUpRefusal('The signature does not match your passkey.');
}

function whyNot(message: string, origin: string): string {
  if (/counter value/.test(message))
    return "The passkey's counter went back: there may be a copy of it. Remove it and inform your admins.";
  if (/origin|RP ID/.test(message))
    return `The passkey was used at a different address than the desk's. Use ${origin}.`;
  if (/verification required|not present/.test(message))
    return 'The passkey did not verify you. Unlock it with your PIN, fingerprint or face.';
  return 'The answer of the passkey is not valid. Try again.';
}

function keep(challengeStatement: string, { id: credentialId, response }: Assertion): KeptAssertion {
  const bytes = (text: string) => Buffer.from(text, 'base64url');
  return {
    challengeStatement,
    credentialId,
    authenticatorData: bytes(response.authenticatorData),
    clientData: bytes(response.clientDataJSON),
    signature: bytes(response.signature),
  };
}

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
