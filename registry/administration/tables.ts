import type { Generated, GeneratedAlways } from 'kysely';
import type { ChangeContent, ChangeKind, ChangeState } from '../../domain/administration/change.js';
import type { PersonNotice } from '../../domain/administration/person-notice.js';
import type { Contact } from '../../domain/administration/contacts.js';
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
  directory_message: DirectoryMessageTable;
  four_eyes: FourEyesTable;
}
