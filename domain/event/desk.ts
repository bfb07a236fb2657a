import type { ChangeKind } from '../administration/change.js';
import type { SavedAuthority, ToldPerson } from '../administration/entry.js';
import type { PersonNoticeKind } from '../administration/person-notice.js';
import type { ReviewState } from '../law/review.js';
import type { RetentionKind } from '../notice/retention-kinds.js';
import type { Role } from '../people/permission.js';
import type { SpeaksFor } from '../people/speaks-for.js';

interface ToldChange {
  change: string;
  kind: ChangeKind;
  /** Id of the person or authority that it is about. */
  subject: string;
}

/** Set where the act was asked for by one person and confirmed by another. */
interface ByChange {
  change?: string;
}

interface ToldLawVersion {
  regime: string;
  version: string;
}

interface ToldEdition {
  digest: string;
  edition: number;
}

interface ToldRevision {
  revision: number;
  digest: string;
  /** Clocks that it moves. */
  clocks: number;
}

/** What is done to the desk itself; of no notice. */
export interface DeskEvents {
  /** The first law of a registry, or the one in use when editions began to wait: nobody was asked. */
  rulebook_edition_adopted: ToldEdition;
  /** A changed rulebook waits for two people. */
  rulebook_edition_proposed: ToldEdition;
  /** One person approved it; `inEffect`: it was the approval that was missing. */
  rulebook_edition_approved: ToldEdition & { inEffect: boolean; reason: string | null };
  /** One person refused it. */
  rulebook_edition_refused: ToldEdition & { reason: string };
  /** One person asked to make a release current; another has to confirm it. */
  release_promotion_requested: { build: string; before: string | null; reason: string };
  /** Another release of the desk became current; `before`: null where none was. By a worker, without `requestedBy`, where nobody had to be asked. */
  release_promoted: { build: string; before: string | null; reason: string; requestedBy?: string };
  /** Somebody signed in. `firstOfSubject`: by it the account at the issuer became theirs. */
  sign_in: { session: string; issuer: string; subject: string; firstOfSubject: boolean; userAgent: string };
  /** Somebody signed out. */
  sign_out: { session: string };
  /** A session was ended by somebody else, or by a new one. */
  session_revoked: { session: string; person: string };
  /** An operator had the API sign the log from this tree on, without what it remembered itself. */
  audit_adopted: { from: 'empty' | 'last' | 'checkpoint'; size: number; root: string; reason: string };
  /** A link to the portal was mailed to an authority's own address. */
  portal_link_sent: { authority: string; link: string; messageId: string };
  /** A signer of an authority opened a link: who it is, is the entry's actor. */
  portal_signed_in: { authority: string; session: string; link: string };
  /** A signer left the portal; `removed`: the directory did not name them any more. */
  portal_left: { authority: string; session: string; removed?: true };
  /** Accounts at the issuer are nobody's any more. */
  identity_released: ByChange & { person: string; released: { issuer: string; subject: string }[] };
  /** A person registered a passkey of their own. */
  passkey_added: { passkey: string; name: string };
  /** A person gave a passkey of theirs another name. */
  passkey_renamed: { passkey: string; name: string };
  /** A passkey counts no more. */
  passkey_removed: ByChange & { person: string; passkey: string; name: string };
  /**
   * A person was added or changed; `renamed`: of name and address, which it does not hold, what is another now. Entries of
   * before hold both. `bootstrap`: by the only admin alone, to bring in the second pair of eyes.
   */
  person_saved: ByChange & {
    person: string;
    after: ToldPerson;
    before: ToldPerson | null;
    renamed: ('name' | 'email')[];
    bootstrap?: boolean;
  };
  /** Somebody is away, and who stands in. */
  absence_entered: ByChange & { person: string; substitute: string; from: string; until: string };
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
  /** The owner of a key got it, by themselves. */
  key_claimed: ByChange & {
    key: string;
    person: string;
    name: string;
    roles: Role[];
    expiresAt: string;
    speaksFor: SpeaksFor;
  };
  /** An authority was added to the directory or changed. */
  authority_saved: ByChange & { authority: string; after: SavedAuthority; before: SavedAuthority | null };
  /** A contact that was in use was told that another one starts. */
  contact_told: { authority: string; change: string; email: string; messageId: string; reply: string };
  /** It could not be told: the mail was refused, or not taken within a week. */
  contact_not_told: { authority: string; change: string; email: string; why: string };
  /** A person was notified of a change of their own entry, or of a key that waits for them. */
  person_notified: { person: string; change: string; about: PersonNoticeKind; messageId: string };
  /** They could not be notified: the mail was refused, or not accepted within a week. */
  person_not_notified: { person: string; change: string; about: PersonNoticeKind; why: string };
  /** A change of administration was asked for; another person has to confirm it. People are named by id. */
  change_asked: ToldChange & { before: object | null; after: object };
  /** Another person agreed. `effectiveAt`: when it takes effect. */
  change_confirmed: ToldChange & { askedBy: string; effectiveAt: string | null; reason: string | null };
  /** Another person refused. */
  change_refused: ToldChange & { askedBy: string; reason: string | null };
  /** Nobody confirmed in time, or the owner of a key did not claim it in time. */
  change_expired: ToldChange;
  /** What was confirmed before has taken effect. */
  change_applied: ToldChange;
  /** How long kinds of records are kept is another time since this start; null: for good. */
  retention_set: { changed: readonly { kind: RetentionKind; before: string | null; after: string | null }[] };
  /** Rejected mails whose time was over were erased. */
  mails_erased: { mails: number };
  /** Sign-ins whose time was over were erased. */
  sign_ins_erased: { sessions: number; entries: number };
  /** A person who has left was erased: their name, their accounts and the key of their pseudonym are gone. */
  person_erased: ByChange & { person: string };
  /** Moves of open clocks that a changed rulebook asks for were put up. */
  rulebook_revision_proposed: ToldRevision & { edition: number; reason: string };
  /** Another person agreed. `refused`: clocks that had moved or ended meanwhile. */
  rulebook_revision_approved: ToldRevision & { sent: number; refused: number };
  /** What was put up was taken back. */
  rulebook_revision_withdrawn: ToldRevision & { reason: string };
  /** Events go to the subscriber again: some, all that were given up, or all since a time. */
  webhooks_replayed: { events: number; ids?: string[]; state?: 'dead'; since?: string };
  /** A counsel has compared a version of a law with its texts. `digest`: of the law as it was compared. */
  law_reviewed: ToldLawVersion & { digest: string; until: string; state: ReviewState };
  /** A fact of law was found to be wrong. */
  law_incident_recorded: ToldLawVersion & { incident: number; fact: string; said: string; found: string };
  /** It has been put right. */
  law_incident_corrected: ToldLawVersion & { incident: number; correction: string };
}
