import type { IdentityField } from './needs-second.js';

/** A change to a person's own entry that they are notified of. */
export type PersonNoticeKind = 'identity_requested' | 'identity_changed' | 'key_confirmed';

export interface PersonNotice {
  about: PersonNoticeKind;
  fields: IdentityField[];
  byName: string;
}
