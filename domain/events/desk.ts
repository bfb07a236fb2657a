import type { ChangeKind } from '../changes/change.js';
import type { CaseCounts } from '../imports/imported-case.js';
import type { SavedAuthority, LoggedPerson } from '../changes/entry.js';
import type { PersonNoticeKind } from '../changes/person-notice.js';
import type { ReviewState } from '../rulebook/review.js';
import type { RetentionKind } from '../notices/retention-kinds.js';
import type { Role } from '../people/permission.js';
import type { SpeaksFor } from '../people/speaks-for.js';
import type { EventFilter } from '../webhooks/webhook-event.js';

interface LoggedChange {
  change: string;
  kind: ChangeKind;
  subject: string;
}

interface ByChange {
  change?: string;
}

interface LoggedLawVersion {
  regime: string;
  version: string;
}

interface LoggedEdition {
  digest: string;
  edition: number;
}

interface LoggedRevision {
  revision: number;
  digest: string;
  clocks: number;
}

export interface DeskEvents {
  /**
   * The first edition of a registry is the one that its release shipped: it took effect without approval.
   */
  rulebook_edition_adopted: LoggedEdition;
  rulebook_edition_proposed: LoggedEdition;
  /** `inEffect`: it was the last approval needed. */
  rulebook_edition_approved: LoggedEdition & { inEffect: boolean; reason: string | null };
  rulebook_edition_refused: LoggedEdition & { reason: string };
  rulebook_edition_pinned: LoggedEdition & { inEffect: boolean; reason: string };
  rulebook_edition_unpinned: LoggedEdition & { inEffect: boolean; reason: string };
  release_promotion_requested: { build: string; before: string | null; reason: string };
  /** `notices`: replayed ones that are not secret. `digest`: SHA-256 of the workflow code. */
  release_checked: { build: string; digest: string; notices: number; passed: boolean; requestedBy: string };
  /** `before`: null if none was current. Without `requestedBy`, a worker promoted it and no confirmation was needed. */
  release_promoted: { build: string; before: string | null; reason: string; requestedBy?: string };
  /** `firstOfSubject`: this sign-in bound the issuer's account to the person. */
  sign_in: { session: string; issuer: string; subject: string; firstOfSubject: boolean; userAgent: string };
  sign_out: { session: string };
  session_revoked: { session: string; person: string };
  /** An operator had the API sign the log from this tree onwards, without relying on its own stored state. */
  audit_adopted: { from: 'empty' | 'last' | 'checkpoint'; size: number; root: string; reason: string };
  portal_link_sent: { authority: string; link: string; messageId: string };
  portal_signed_in: { authority: string; session: string; link: string };
  /** `removed`: the directory no longer names the signer. */
  portal_left: { authority: string; session: string; removed?: true };
  identity_released: ByChange & { person: string; released: { issuer: string; subject: string }[] };
  passkey_added: { passkey: string; name: string };
  person_webhook_removed: { person: string; host: string };
  push_device_added: { device: string; name: string };
  push_device_removed: { device: string; name: string };
  passkey_renamed: { passkey: string; name: string };
  passkey_removed: ByChange & { person: string; passkey: string; name: string };
  /**
   * `renamed`: which of name and mail address changed; the event holds neither. `bootstrap`: done alone by the only
   * admin, to add the second person.
   */
  person_saved: ByChange & {
    person: string;
    after: LoggedPerson;
    before: LoggedPerson | null;
    renamed: ('name' | 'email')[];
    bootstrap?: boolean;
  };
  absence_entered: ByChange & { person: string; substitute: string; from: string; until: string };
  absence_ended: { person: string };
  roster_changed: { person: string };
  shift_note_written: { removed: boolean };
  key_created: {
    key: string;
    person: string;
    name: string;
    roles: Role[];
    expiresAt: string | null;
    /** Authorities whose own channel the key is. */
    speaksFor: SpeaksFor;
  };
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
  authority_saved: ByChange & { authority: string; after: SavedAuthority; before: SavedAuthority | null };
  contact_notified: { authority: string; change: string; email: string; messageId: string; reply: string };
  /** The mail was refused, or not accepted within a week. */
  contact_not_told: { authority: string; change: string; email: string; why: string };
  person_notified: { person: string; change: string; about: PersonNoticeKind; messageId: string };
  /** The mail was refused, or not accepted within a week. */
  person_not_notified: { person: string; change: string; about: PersonNoticeKind; why: string };
  /** Names people by id. */
  change_requested: LoggedChange & { before: object | null; after: object };
  /** `effectiveAt`: when it takes effect. */
  change_confirmed: LoggedChange & { requestedBy: string; effectiveAt: string | null; reason: string | null };
  change_refused: LoggedChange & { requestedBy: string; reason: string | null };
  /** Not confirmed in time, or the owner of a key did not claim it in time. */
  change_expired: LoggedChange;
  change_applied: LoggedChange;
  /** Retention periods changed since the last start; null: kept for good. */
  retention_set: { changed: readonly { kind: RetentionKind; before: string | null; after: string | null }[] };
  mails_erased: { mails: number };
  imported_cases_erased: { cases: number };
  cases_imported: ByChange & CaseCounts & { digest: string; sources: string[] };
  sign_ins_erased: { sessions: number; entries: number };
  /** Erases the person's name, accounts and pseudonym key. */
  person_erased: ByChange & { person: string };
  rulebook_revision_proposed: LoggedRevision & { edition: number; reason: string };
  /** `refused`: clocks that had moved or ended meanwhile. */
  rulebook_revision_approved: LoggedRevision & { sent: number; refused: number };
  rulebook_revision_withdrawn: LoggedRevision & { reason: string };
  /** Events are resent to their subscribers: by id, all dead ones, or all since a time. */
  webhooks_replayed: { events: number; ids?: string[]; state?: 'dead'; since?: string; subscriber?: string };
  /** What one person changed alone, with its new value. */
  subscriber_changed: Partial<EventFilter> & {
    subscriber: string;
    name?: string;
    paused?: boolean;
  };
  subscriber_removed: { subscriber: string; name: string; host: string | null };
  /** `targets`: their numbers in the notice; the log holds no agreed decision. */
  golden_marked: LoggedGolden & { set: string };
  golden_confirmed: LoggedGolden;
  golden_retired: LoggedGolden;
  /** Names no notice: its timeline must not show which targets are golden. */
  golden_answered: { set: string };
  /** `digest`: of the law as it was compared. */
  law_reviewed: LoggedLawVersion & {
    fact?: string;
    digest: string;
    jurisdiction: string;
    scope: string;
    until: string;
    state: ReviewState;
  };
  law_correction_proposed: LoggedLawVersion & { correction: number; fact: string; text: string; source: string };
  law_correction_decided: LoggedLawVersion & {
    correction: number;
    state: 'withdrawn' | 'settled';
    answer: string | null;
  };
  law_incident_recorded: LoggedLawVersion & { incident: number; fact: string; said: string; found: string };
  law_incident_corrected: LoggedLawVersion & { incident: number; correction: string };
  /** A changed text of law, or a dated event, that law watch found. */
  law_draft_settled: { draft: number; what: string; note: string };
}

interface LoggedGolden {
  notice: string;
  number: string;
  targets: number[];
}
