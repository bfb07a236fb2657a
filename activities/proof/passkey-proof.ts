import { createHash } from 'node:crypto';
import { isOfCanary } from '../../domain/notices/canary.js';
import type { RelyingParty, StepUpStatement } from '../../domain/people/step-up.js';
import { doubtPasskey, type ReadAssertion } from '../../domain/submissions/doubt-passkey.js';
import type { ApprovalStatement } from '../../domain/submissions/signed-act.js';
import type { Connection } from '../../registry/db.js';
import type { KeptAssertion } from '../../registry/notices/commands.js';
import { findPasskey, type KnownPasskey } from '../../registry/people/passkeys.js';
import { hashChallenge } from '../../registry/people/step-up-challenges.js';
import type { KeptAct } from '../../registry/submissions/signed-acts.js';

export interface PasskeyRule {
  relyingParty: RelyingParty | null;
  demanded: boolean;
}

interface GivenApproval {
  act: KeptAct;
  approval: ApprovalStatement;
}

/**
 * Returns the objection to an approval's passkey, or null. `looked`: also check that it was not removed since, which no
 * longer matters after the first act. `first`: nothing of the submission has been done yet.
 */
export async function doubtConfirmed(
  db: Connection,
  { relyingParty, demanded }: PasskeyRule,
  { act, approval, checksPeople, first }: GivenApproval & { checksPeople: boolean; first: boolean },
): Promise<string | null> {
  // The canary has no one to touch a passkey, and approves only for itself.
  if (approval.stepUp !== true)
    return demanded && first && !isOfCanary(approval.person)
      ? 'An approval was confirmed without a passkey, but this desk requires one.'
      : null;
  const { assertion: kept, counterBefore } = act;
  if (kept === null) return 'An approval should have been confirmed with a passkey, but there is no record of it.';
  if (relyingParty === null) return 'This process does not know the origin of passkeys: set DESK_PUBLIC_URL.';
  const assertion = await readAssertion(kept, relyingParty);
  if (assertion === null) return 'What a passkey signed for an approval cannot be read.';
  const found = await findPasskey(db, kept.credentialId);
  const passkey = found && { personId: found.personId, revoked: checksPeople && found.revokedAt !== null };
  const doubt = doubtPasskey({ approval, assertion, passkey, relyingParty, counterBefore });
  if (doubt !== null || found === undefined) return doubt;
  return (await isSigned(kept, { passkey: found, relyingParty, challenge: assertion.challenge }))
    ? null
    : 'The passkey signature on an approval is not valid.';
}

function sha256(data: string): string {
  return createHash('sha256').update(data).digest('hex');
}

async function readAssertion(
  { challengeStatement, clientData, authenticatorData }: KeptAssertion,
  { id }: RelyingParty,
): Promise<ReadAssertion | null> {
  const { decodeClientDataJSON, parseAuthenticatorData } = await import('@simplewebauthn/server/helpers');
  try {
    const { rpIdHash, flags, counter } = parseAuthenticatorData(new Uint8Array(authenticatorData));
    const statement: StepUpStatement = JSON.parse(challengeStatement);
    return {
      statement,
      challenge: hashChallenge(challengeStatement),
      client: decodeClientDataJSON(clientData.toString('base64url')),
      nameSha256: Buffer.from(rpIdHash).toString('hex'),
      ownNameSha256: sha256(id),
      verifiedPerson: flags.uv,
      counter,
    };
  } catch {
    return null;
  }
}

async function isSigned(
  { credentialId, authenticatorData, clientData, signature }: KeptAssertion,
  { passkey, relyingParty, challenge }: { passkey: KnownPasskey; relyingParty: RelyingParty; challenge: string },
): Promise<boolean> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified } = await verifyAuthenticationResponse({
      response: {
        id: credentialId,
        rawId: credentialId,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          authenticatorData: authenticatorData.toString('base64url'),
          clientDataJSON: clientData.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      },
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      // The counter was checked earlier, against previous approvals; what the passkey has done since does not count
      // here.
      credential: { id: passkey.credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
      requireUserVerification: true,
    });
    return verified;
  } catch {
    return false;
  }
}
