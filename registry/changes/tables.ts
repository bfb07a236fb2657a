import type { Generated, GeneratedAlways } from 'kysely';
import type { ChangeContent, ChangeKind, ChangeState } from '../../domain/changes/change.js';
import type { RoutingRule } from '../../domain/notices/routing.js';
import type { PersonNotice } from '../../domain/changes/person-notice.js';
import type { Contact } from '../../domain/changes/contacts.js';
import type { Json, QueuedMail } from '../columns.js';

export interface ChangeTable {
  id: string;
  content: Json<ChangeContent>;
  kind: GeneratedAlways<ChangeKind>;
  subject: string;
  requested_by: string;
  requested_at: Date;
  expires_at: Date;
  state: Generated<ChangeState>;
  decided_by: string | null;
  decided_at: Date | null;
  effective_at: Date | null;
  reason: string | null;
}

export interface RoutingTable {
  one: Generated<boolean>;
  rules: Json<RoutingRule[]>;
  changed_at: Date;
}

export interface ContactNotice {
  authorityName: string;
  starting: Contact[];
  startsAt: string;
}

export interface DirectoryMessageTable extends QueuedMail {
  key: string;
  change_id: string;
  authority_id: string | null;
  person_id: string | null;
  to_address: string;
  detail: Json<ContactNotice | PersonNotice>;
}

export interface FourEyesTable {
  one: Generated<boolean>;
  since: Date;
}

export interface AdministrationTables {
  change: ChangeTable;
  routing: RoutingTable;
  directory_message: DirectoryMessageTable;
  four_eyes: FourEyesTable;
}
