import type { RelyingParty, StepUpStatement } from '../people/step-up.js';
import { isRequestedFor } from '../people/step-up.js';
import type { ApprovalStatement } from './signed-act.js';

/** The data a passkey signed to confirm an approval, parsed but untrusted; a library verifies its signature. */
export interface ReadAssertion {
  statement: StepUpStatement;
  challenge: string;
  client: { type: string; challenge: string; origin: string };
  /** SHA-256 (hex) of the relying party id in the assertion, and of the desk's own. */
  nameSha256: string;
  ownNameSha256: string;
  verifiedPerson: boolean;
  counter: number;
}

export interface PasskeyNow {
  personId: string;
  revoked: boolean;
}

/** Returns what is wrong with a passkey's confirmation of an approval, apart from its signature, or null. */
export function doubtPasskey(signed: {
  approval: ApprovalStatement;
  assertion: ReadAssertion;
  passkey: PasskeyNow | undefined;
  relyingParty: RelyingParty;
  /** The highest counter that the passkey has shown at earlier approvals; null: none is known. */
  counterBefore: number | null;
}): string | null {
  const { approval, assertion, passkey, relyingParty, counterBefore } = signed;
  const { client, counter } = assertion;
  if (passkey === undefined) return 'An approval was confirmed with an unknown passkey.';
  if (passkey.personId !== approval.person) return "An approval was confirmed with another person's passkey.";
  if (passkey.revoked) return 'A passkey that confirmed an approval has been removed.';
  if (
    client.type !== 'webauthn.get' ||
    client.challenge !== assertion.challenge ||
    !isOfApproval(assertion.statement, approval)
  )
    return 'A passkey confirmed something other than this approval: the challenge differs.';
  if (client.origin !== relyingParty.origin) return "An approval was confirmed at a different address than the desk's.";
  if (assertion.nameSha256 !== assertion.ownNameSha256)
    return "A passkey answered for a different domain than the desk's.";
  if (!assertion.verifiedPerson) return 'A passkey confirmed an approval without verifying its user.';
  if ((counter > 0 || (counterBefore ?? 0) > 0) && counter <= (counterBefore ?? -1))
    return 'The counter of a passkey went back: there may be a copy of it.';
  return null;
}

function isOfApproval(
  statement: StepUpStatement,
  { kind, notice, submission, digest, person }: ApprovalStatement,
): boolean {
  return isRequestedFor(statement, { act: { command: kind, notice, submission, digest }, person });
}
