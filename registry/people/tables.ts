import type { ColumnType, Generated } from 'kysely';
import type { Contact } from '../../domain/changes/contacts.js';
import type { Cadence } from '../../domain/letters/cadence.js';
import type { NotificationSettings } from '../../domain/people/notification.js';
import type { Role } from '../../domain/people/permission.js';
import type { Shift } from '../../domain/roster/shifts.js';
import type { Json, JsonOrNull, Stamp } from '../columns.js';

export interface PersonTable {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  active: Generated<boolean>;
  created_at: Stamp;
  inactive_since: ColumnType<Date | null, never, never>;
  erased_at: ColumnType<Date | null, never, never>;
}

export interface PersonWebhookTable {
  change_id: string;
  person_id: string;
  url: string;
  confirmed_at: Date | null;
}

export interface PushDeviceTable {
  id: string;
  person_id: string;
  session_id: string;
  name: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  created_at: Date;
}

export interface ApiKeyTable {
  id: string;
  person_id: string;
  name: string;
  roles: Role[];
  secret_sha256: Buffer;
  expires_at: Date | null;
  created_at: Stamp;
  revoked_at: Date | null;
  /** Ids of authorities, `*` alone for all of them; empty for none. */
  speaks_for: Generated<string[]>;
  /** Accurate to the minute. */
  last_used_at: Date | null;
}

export interface PersonIdentityTable {
  issuer: string;
  subject: string;
  person_id: string;
  bound_at: Date;
}

export interface SignInTable {
  state_sha256: Buffer;
  browser_sha256: Buffer;
  nonce: string;
  verifier: string;
  next: string;
  expires_at: Date;
}

export interface SessionTable {
  id: string;
  token_sha256: Buffer;
  person_id: string;
  started_at: Date;
  last_seen_at: Date;
  user_agent: string;
  revoked_at: Date | null;
  id_token_sealed: Buffer | null;
}

export interface AuthoritySigner {
  name: string;
  rank: string;
  validFrom?: string;
  validTo?: string;
}

export interface AuthorityTable {
  id: string;
  name: string;
  country: string;
  kind: string;
  contacts: Json<Contact[]>;
  domains: string[];
  signers: Json<AuthoritySigner[]>;
  verification: 'unverified' | 'verified';
  created_at: Stamp;
  /** The contacts when the entry was last verified; null if it never was. */
  verified_contacts: JsonOrNull<Contact[]>;
  status_updates: JsonOrNull<Cadence>;
}

export interface AbsenceTable {
  id: string;
  person_id: string;
  substitute_id: string;
  from_at: Date;
  until_at: Date;
  entered_by: string;
  created_at: Stamp;
}

export interface RosterTable {
  person_id: string;
  shifts: Json<Shift[]>;
  languages: string[];
  capacity: number | null;
  changed_at: Date;
  note: string | null;
  note_at: Date | null;
}

export interface PersonSettingsTable {
  person_id: string;
  settings: ColumnType<Record<string, unknown>, string | undefined, string>;
  notifications: JsonOrNull<NotificationSettings>;
  changed_at: Date;
}

export interface SeenItemTable {
  person_id: string;
  item: string;
  seen_at: Stamp;
  remind_at: Date | null;
}

export interface PasskeyTable {
  id: string;
  person_id: string;
  credential_id: string;
  public_key: Buffer;
  /** bigint, returned as text. */
  counter: string;
  transports: string[];
  name: string;
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

export interface StepUpChallengeTable {
  challenge: string;
  statement: string;
  person_id: string;
  session_id: string;
  expires_at: Date;
  used_at: Date | null;
}

export interface ExclusionTable {
  notice_id: string;
  number: number;
  person_id: string;
  reason: string;
  by_id: string;
  at: Date;
  ended_by: string | null;
  ended_at: Date | null;
}

export interface StaffRiskTable {
  notice_id: string;
  reason: string;
  by_id: string;
  at: Date;
}

export interface SavedViewTable {
  id: string;
  owner: string;
  name: string;
  query: string;
  shared: boolean;
  created_at: Stamp;
}

export interface PeopleTables {
  saved_view: SavedViewTable;
  exclusion: ExclusionTable;
  staff_risk: StaffRiskTable;
  person: PersonTable;
  api_key: ApiKeyTable;
  person_identity: PersonIdentityTable;
  sign_in: SignInTable;
  session: SessionTable;
  person_webhook: PersonWebhookTable;
  push_device: PushDeviceTable;
  authority: AuthorityTable;
  absence: AbsenceTable;
  roster: RosterTable;
  person_settings: PersonSettingsTable;
  seen_item: SeenItemTable;
  passkey: PasskeyTable;
  step_up_challenge: StepUpChallengeTable;
}
