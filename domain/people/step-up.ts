import { canonicalJson } from '../canonical-json.js';
import type { ActName } from '../command/command-table.js';
import type { LinkKind } from '../notice/notice.js';

/** Whom passkeys are made for: a name, and the address of the console under it. */
export interface RelyingParty {
  /** Host name, never an IP address. */
  id: string;
  /** Scheme, host and port. */
  origin: string;
}

/** What a person confirms with a passkey. */
export type StepUpAct =
  | { command: 'approve' | 'ratify'; notice: string; submission: number; digest: string; refuse?: boolean | undefined }
  | { change: string }
  /** Moves of open clocks under a changed rulebook: the revision's number and digest. */
  | { revision: number; digest: string }
  /** A write of administration, like `POST /v1/people`, with the SHA-256 of its body as canonical JSON, in hex. */
  | { write: string; bodySha256: string }
  /** A passkey that is to be added. */
  | { register: true };

/** What the challenge of a passkey stands for: its SHA-256 is what the passkey signs. */
export interface StepUpStatement {
  act: StepUpAct;
  /** 256 random bits, base64url. */
  nonce: string;
  /** Person id. */
  person: string;
  /** Session id. */
  session: string;
  /** RFC 3339, by the clock of the API. */
  at: string;
}

/**
 * Whether a command on a notice is confirmed with a passkey where `DESK_STEP_UP` is on: it approves, lifts, or changes what
 * approvals and enforcement rest on. `body`: as the API has read it.
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

/** Links by which one notice ends, suspends or revives the order of another. */
const WITHDRAWING_LINKS: readonly LinkKind[] = ['revokes', 'stays', 'lifts_stay'];

/** After so long a challenge is over. */
export const CHALLENGE_LIFE_MS = 5 * 60_000;

/** The text whose SHA-256 is the challenge: canonical JSON (RFC 8785). */
export function stepUpText(statement: StepUpStatement): string {
  return canonicalJson(statement);
}

/** Whether what a passkey was asked to confirm is this act of this person. */
export function isAskedFor({ act, person }: StepUpStatement, other: { act: StepUpAct; person: string }): boolean {
  return person === other.person && canonicalJson(act) === canonicalJson(other.act);
}
