import type { IdentityField } from './needs-second.js';

/** What a person of the desk is notified of about their own entry. */
export type PersonNoticeKind = 'identity_requested' | 'identity_changed' | 'key_confirmed';

export interface PersonNotice {
  about: PersonNoticeKind;
  /** What is another, or is to be. */
  fields: IdentityField[];
  /** Who requested or confirmed it. */
  byName: string;
}
