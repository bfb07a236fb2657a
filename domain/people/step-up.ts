import { canonicalJson } from '../canonical-json.js';
import type { ActName } from '../commands/command-table.js';
import type { LinkKind } from '../notices/notice.js';

/** WebAuthn relying party: the name passkeys are bound to, and the console's address under it. */
export interface RelyingParty {
  id: string;
  origin: string;
}

export type StepUpAct =
  | { command: 'approve' | 'ratify'; notice: string; submission: number; digest: string; refuse?: boolean | undefined }
  | { change: string }
  /** Moves of open clocks under a changed rulebook: the revision's number and digest. */
  | { revision: number; digest: string }
  /** An administrative write, like `POST /v1/people`, with the SHA-256 (hex) of its body as canonical JSON. */
  | { write: string; bodySha256: string }
  | { register: true };

/** What a passkey challenge represents: its SHA-256 is what the passkey signs. */
export interface StepUpStatement {
  act: StepUpAct;
  nonce: string;
  person: string;
  session: string;
  /** RFC 3339, by the clock of the API. */
  at: string;
}

/**
 * Whether a command on a notice needs a passkey if `DESK_STEP_UP` is on: it approves, lifts, or changes what approvals
 * and enforcement rely on. `body`: as parsed by the API.
 */
export function needsPasskey(name: ActName, body: unknown): boolean {
  const { outcome, as } = body as { outcome?: unknown; as?: unknown };
  switch (name) {
    case 'approve':
    case 'ratify':
    case 'reinstate':
    case 'confirm_deadline':
    case 'uphold_order':
    case 'reclassify':
      return true;
    case 'verify_sender':
      return outcome !== 'no_answer';
    case 'link':
      return WITHDRAWING_LINKS.some((link) => link === as);
    default:
      return false;
  }
}

const WITHDRAWING_LINKS: readonly LinkKind[] = ['revokes', 'stays', 'lifts_stay'];

/** A challenge expires after this time. */
export const CHALLENGE_LIFE_MS = 5 * 60_000;

/** Returns the text whose SHA-256 is the challenge: canonical JSON (RFC 8785). */
export function stepUpText(statement: StepUpStatement): string {
  return canonicalJson(statement);
}

export function isRequestedFor({ act, person }: StepUpStatement, other: { act: StepUpAct; person: string }): boolean {
  return person === other.person && canonicalJson(act) === canonicalJson(other.act);
}
