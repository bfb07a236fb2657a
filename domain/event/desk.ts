import type { Role } from '../people/permission.js';
import type { SpeaksFor } from '../people/speaks-for.js';

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
  key_created: {
    key: string;
    person: string;
    name: string;
    roles: Role[];
    expiresAt: string | null;
    /** Authorities whose own channel it is. */
    speaksFor: SpeaksFor;
  };
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
