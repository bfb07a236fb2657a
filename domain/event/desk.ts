import type { Authenticity, NoticeKind } from '../notice/notice.js';
import type { Role } from '../people/permission.js';
import type { GroundCode } from '../target/ground.js';
import type { Lane } from '../target/lane.js';
import type { ListFormat } from '../target/list-format.js';
import type { ToldLaw } from './commands.js';

/** Acts on drafts: the workflow does not hear of them before they are submitted. */
export interface DraftEvents {
  /** Targets were decided. `batch`: under which it is taken back, absent where nothing changed. */
  decide: {
    lane: Lane;
    grounds: GroundCode[];
    countries: string[];
    matched: number;
    changed: number;
    batch?: number;
  };
  /** A batch of drafts was taken back. */
  undo_decide: { undone: number; changed: number; batch: number | null };
  /** What another notice decided was copied. */
  copy_decisions: { notice: string; number: string; matched: number; changed: number; batch: number | null };
  /** A second person has read sampled targets. */
  second_read: { lane: Lane; grounds: GroundCode[]; read: number; disagree: number };
}

/** What comes to a notice beside its commands. */
export interface CaseEvents {
  /** A notice came in. `merged`: targets that it named twice. */
  notice_received: {
    kind: NoticeKind;
    regime: ToldLaw;
    targets: number;
    merged: number;
    authenticity: Authenticity;
  };
  /** A list of targets came in. */
  targets_added: {
    upload: number;
    name: string;
    format: ListFormat;
    sha256: string;
    lines: number;
    accepted: number;
    merged: number;
    flagged: number;
    rejected: number;
  };
  /** Something was tried and not done; `command` names it, `code` says why. */
  command_refused: { command: string; code: string };
  /** One person wants the notice closed by force: another has to want it too. */
  force_close_asked: { reason: string };
  /** An auditor was shown a secret notice; `list`: in which list, absent for the notice itself. */
  secret_read: { level: string; list?: string };
}

interface SavedPerson {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  active: boolean;
}

interface SavedAuthority {
  id: string;
  name: string;
  country: string;
  kind: string;
  contacts: object[];
  domains: string[];
  signers: object[];
  verification: 'unverified' | 'verified';
}

interface ToldRevision {
  revision: number;
  digest: string;
  /** Clocks that it moves. */
  clocks: number;
}

/** What is done to the desk itself; of no notice. */
export interface DeskEvents {
  /** Somebody signed in. `firstOfSubject`: by it the account at the issuer became theirs. */
  sign_in: { session: string; issuer: string; subject: string; firstOfSubject: boolean; userAgent: string };
  /** Somebody signed out. */
  sign_out: { session: string };
  /** A session was ended by somebody else, or by a new one. */
  session_revoked: { session: string; person: string };
  /** Accounts at the issuer are nobody's any more. */
  identity_released: { person: string; released: { issuer: string; subject: string }[] };
  /** A person was added or changed. */
  person_saved: { person: string; after: SavedPerson; before: SavedPerson | null };
  /** Somebody is away, and who stands in. */
  absence_entered: { person: string; substitute: string; from: string; until: string };
  /** Somebody is back. */
  absence_ended: { person: string };
  /** A key was made. */
  key_created: { key: string; person: string; name: string; roles: Role[]; expiresAt: string | null };
  /** A key was ended. */
  key_revoked: { key: string; person: string; name: string };
  /** An authority was added to the directory or changed. */
  authority_saved: { authority: string; after: SavedAuthority; before: SavedAuthority | null };
  /** Moves of open clocks that a changed rulebook asks for were put up. */
  rulebook_revision_proposed: ToldRevision & { edition: number; reason: string };
  /** Another person agreed. `refused`: clocks that had moved or ended meanwhile. */
  rulebook_revision_approved: ToldRevision & { sent: number; refused: number };
  /** What was put up was taken back. */
  rulebook_revision_withdrawn: ToldRevision & { reason: string };
}
