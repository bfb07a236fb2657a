import type { Generated, GeneratedAlways } from 'kysely';
import type { ChangeContent, ChangeKind, ChangeState } from '../../domain/administration/change.js';
import type { SpeaksFor } from '../../domain/people/speaks-for.js';
import type { PersonNotice } from '../../domain/administration/person-notice.js';
import type { Contact } from '../../domain/administration/contacts.js';
import type { Role } from '../../domain/people/permission.js';
import type { Json, QueuedMail } from '../columns.js';

/** What one person asked for and another confirms. */
export interface ChangeTable {
  id: string;
  content: Json<ChangeContent>;
  kind: GeneratedAlways<ChangeKind>;
  subject: string;
  asked_by: string;
  asked_at: Date;
  expires_at: Date;
  state: Generated<ChangeState>;
  decided_by: string | null;
  decided_at: Date | null;
  effective_at: Date | null;
  reason: string | null;
}

/** A token for a key, as releases before the owner's own claim made it. None opens anything any more. */
export interface KeyClaimTable {
  token_sha256: Buffer;
  change_id: string | null;
  person_id: string;
  name: string;
  roles: Role[];
  key_expires_at: Date | null;
  speaks_for: Json<SpeaksFor>;
  expires_at: Date;
  claimed_at: Date | null;
  key_id: string | null;
}

/** What a mail about a changed entry says. */
export interface ContactNotice {
  authorityName: string;
  starting: Contact[];
  startsAt: string;
}

/** A mail about an entry of the directory or of the people: to the authority or to the person. */
export interface DirectoryMessageTable extends QueuedMail {
  key: string;
  change_id: string;
  authority_id: string | null;
  person_id: string | null;
  to_address: string;
  detail: Json<ContactNotice | PersonNotice>;
}

/** One row from the moment on at which two people could look at each other's changes. */
export interface FourEyesTable {
  one: Generated<boolean>;
  since: Date;
}

/** Tables of this aggregate by name. */
export interface AdministrationTables {
  change: ChangeTable;
  key_claim: KeyClaimTable;
  directory_message: DirectoryMessageTable;
  four_eyes: FourEyesTable;
}
