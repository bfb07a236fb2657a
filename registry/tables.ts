import type { ColumnType, Generated } from 'kysely';
import type { ClockForm, ClockReceipt, LadderLevel } from '../domain/clock.js';
import type { Actor } from '../domain/actor.js';
import type { TargetRepairAction } from '../domain/command.js';
import type { Lane } from '../domain/lane.js';
import type { LetterKind } from '../domain/letter.js';
import type { Approval, NoticeState, Ratification } from '../domain/notice-state.js';
import type { Authenticity, LinkKind, NoticeKind, Outcome, SecrecyLevel, Stage } from '../domain/notice.js';
import type { Role } from '../domain/permission.js';
import type { ProofCounts } from '../domain/proof.js';
import type { RestoreDutyCause } from '../domain/restore-duty.js';
import type { RestoreCause, Risk, Seat, SubmissionLetter } from '../domain/submission.js';
import type { TargetStatus } from '../domain/target.js';

/** jsonb is written as JSON text and read as the value. */
type Json<T> = ColumnType<T, string, string>;
type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
type Stamp = ColumnType<Date, Date | undefined, Date>;

export interface PersonTable {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  active: Generated<boolean>;
  created_at: Stamp;
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
}

/** A subject of an issuer is this person. */
export interface PersonIdentityTable {
  issuer: string;
  subject: string;
  person_id: string;
  bound_at: Date;
}

/** A sign-in on its way to the issuer and back. */
export interface SignInTable {
  state_sha256: Buffer;
  browser_sha256: Buffer;
  nonce: string;
  verifier: string;
  next: string;
  expires_at: Date;
}

/** A person signed in to the console. */
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

export interface AuthorityContact {
  purpose: 'letters' | 'callback';
  email?: string;
  phone?: string;
  validFrom?: string;
  validTo?: string;
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
  contacts: Json<AuthorityContact[]>;
  domains: string[];
  signers: Json<AuthoritySigner[]>;
  verification: 'unverified' | 'verified';
  created_at: Stamp;
}

export interface OrderedDeadline {
  at?: string;
  within?: string;
  immediately?: true;
}

export interface NoticeTable {
  id: string;
  number: string;
  version: Generated<number>;
  stage: Generated<Stage>;
  outcome: Outcome | null;
  kind: NoticeKind;
  authority_id: string | null;
  authority_name: string;
  authority_country: string;
  authority_email: string | null;
  jurisdiction: string;
  regime_id: string;
  regime_version: string;
  reference: string;
  subject: string;
  body: string;
  language: string;
  channel: string;
  authenticity: Authenticity;
  secrecy_level: SecrecyLevel;
  secrecy_people: string[];
  secrecy_until: Date | null;
  issued_at: Date | null;
  served_at: Date | null;
  received_at: Date;
  ordered_deadline: JsonOrNull<OrderedDeadline & { confirmed: boolean; enteredBy: string | null }>;
  targets_follow: Generated<boolean>;
  created_by: string;
  created_at: Stamp;
  priority: string | null;
  queue: string | null;
  assignee: string | null;
  claimed_until: Date | null;
  /** Of our running clocks by law or order. */
  next_due_at: Date | null;
  /** Where the queue puts the notice: the nearer of `next_due_at` and `next_plan_at`, with what was missed and is unmet. */
  queue_due_at: Date | null;
  next_due_kind: string | null;
  next_due_clock: string | null;
  /** Of our running clocks that are the house's own. */
  next_plan_at: Date | null;
  next_plan_kind: string | null;
  next_plan_clock: string | null;
  draft_revision: Generated<number>;
  submission_number: Generated<number>;
  targets: Generated<number>;
  undecided: Generated<number>;
  by_lane: ColumnType<Partial<Record<Lane, number>>, string | undefined, string>;
  applied: Generated<number>;
  failed: Generated<number>;
  restored: Generated<number>;
  workflow_started: Generated<boolean>;
  targets_resolved_at: Date | null;
  targets_added_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  closed_state: JsonOrNull<NoticeState>;
  /** Instants by fact name, RFC 3339. */
  facts: ColumnType<Record<string, string>, string | undefined, string>;
  effective_until: ColumnType<Date | null, Date | null | undefined, Date | null>;
  checklist: ColumnType<Record<string, 'present' | 'missing'>, string | undefined, string>;
  second_read_seed: Generated<string>;
}

export interface NoticeLinkTable {
  from_notice: string;
  to_notice: string;
  link_as: LinkKind;
  created_at: Stamp;
}

export interface DocumentTable {
  notice_id: string;
  sha256: string;
  name: string;
  media_type: string;
  bytes: Buffer;
}

export interface TargetTable {
  notice_id: string;
  no: number;
  type: string;
  locator: string;
  normalised: string;
  near_key: ColumnType<string | null, string | null | undefined, string | null>;
  note: Generated<string>;
  platform_id: string | null;
  owner: string | null;
  protected_class: string | null;
  flags: Generated<string[]>;
  problem: string | null;
  lane: Lane | null;
  grounds: Generated<string[]>;
  countries: Generated<string[]>;
  decision_note: Generated<string>;
  decided_by: string | null;
  decided_at: Date | null;
  submission: number | null;
  status: Generated<TargetStatus>;
  receipt: string | null;
  /** The repair that gave the target up with a reason. */
  skip: ColumnType<string | null, string | null | undefined, string | null>;
  revision: Generated<number>;
  batch: Generated<number>;
}

/** Differences of counts: how many targets of a notice stand where is their sum. Written by triggers on `target`. */
export interface LedgerCountTable {
  notice_id: string;
  lane: Lane | null;
  status: TargetStatus;
  count: number;
}

/** Differences of counts: how far a submission has been carried out is their sum. Written by triggers on `operation`. */
export interface OperationCountTable {
  notice_id: string;
  submission: number;
  status: OperationStatus;
  count: number;
}

export interface DraftBatchTable {
  notice_id: string;
  number: number;
  kind: 'decide' | 'copy' | 'undo';
  by: string;
  at: Date;
  copied_from: string | null;
  undoes: number | null;
  undone_by: number | null;
  changed: number;
}

/** A draft before and after a batch; read and written by statements of drafts.ts alone. */
export interface DraftChangeTable {
  notice_id: string;
  batch: number;
  no: number;
}

export interface SecondReadTable {
  notice_id: string;
  no: number;
  revision: number;
  reader: string;
  lane: Lane;
  grounds: string[];
  note: Generated<string>;
  at: Date;
}

export interface ClockTable {
  id: string;
  notice_id: string;
  position: number;
  kind: string;
  owner: 'us' | 'authority';
  basis: string;
  state: string;
  starts_at: Date;
  due_at: Date | null;
  met_at: Date | null;
  paused_at: Date | null;
  confirmed: boolean;
  entered_by: string | null;
  may_pause: boolean;
  may_extend: boolean;
  ladder: Json<LadderLevel[]>;
  receipt: Json<ClockReceipt>;
  form: ColumnType<ClockForm, ClockForm | undefined, ClockForm>;
  round: Generated<number>;
  next_action_at: Date | null;
}

export interface ClockMoveTable {
  id: string;
  notice_id: string;
  clock_id: string;
  cause: 'pause' | 'resume' | 'extend' | 'revision';
  state: Generated<'proposed' | 'made' | 'refused'>;
  revision: number | null;
  from_due: Date | null;
  to_due: Date | null;
  reason: string;
  authority_reference: string | null;
  by_id: string;
  by_name: string;
  receipt: Json<ClockReceipt>;
  created_at: Stamp;
  made_at: Date | null;
}

export interface RulebookEditionTable {
  number: Generated<number>;
  sha256: string;
  tz_version: string;
  content: Json<Record<string, unknown>>;
  loaded_at: Stamp;
}

export interface RulebookRevisionTable {
  number: Generated<number>;
  edition: number;
  state: Generated<'proposed' | 'approved' | 'withdrawn'>;
  digest: string;
  clocks: number;
  reason: string;
  proposed_by: string;
  proposed_at: Stamp;
  decided_by: string | null;
  decided_at: Date | null;
}

export interface WatchdogTable {
  name: string;
  started_at: Date;
  beat_at: Date;
  overdue: Generated<number>;
  oldest_at: Date | null;
}

export interface WatchdogPageTable {
  key: string;
  reason: string;
  body: Json<Record<string, unknown>>;
  created_at: Stamp;
  reply: string | null;
  accepted_at: Date | null;
}

export type SubmissionRowState = 'frozen' | 'open' | 'approved' | 'returned' | 'void';

export interface SubmissionTable {
  notice_id: string;
  number: number;
  purpose: 'decision' | 'restoration';
  cause: RestoreCause | null;
  state: SubmissionRowState;
  digest: string;
  author: string;
  letter: JsonOrNull<SubmissionLetter>;
  seats: Seat[];
  by_lane: Json<Partial<Record<Lane, number>>>;
  targets: number;
  enforced: number;
  risks: Generated<Risk[]>;
  emergency: Generated<boolean>;
  draft_revision: Generated<number>;
  command_id: string;
  frozen_at: Stamp;
  started_at: Date | null;
  finished_at: Date | null;
  proved_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  proof_counts: JsonOrNull<ProofCounts>;
  /** Targets a second over the last seconds, measured at `rate_at`. */
  rate: ColumnType<number | null, number | null | undefined, number | null>;
  rate_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

export interface RestorationTargetTable {
  notice_id: string;
  submission: number;
  no: number;
}

export interface ApprovalTable {
  notice_id: string;
  submission: number;
  person_id: string;
  name: string;
  roles: Role[];
  digest: string;
  command_id: string;
  at: Date;
  stood_for: Generated<string[]>;
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

export interface RatificationTable {
  notice_id: string;
  submission: number;
  digest: string;
  author: string;
  on_call: string;
  stood_for: string[];
  seats: Seat[];
  state: Ratification['state'];
  opened_at: Date;
  settled_at: Date | null;
  yeses: Json<Approval[]>;
}

export type OperationStatus = 'pending' | 'applied' | 'already' | 'failed' | 'refused' | 'released';

export interface OperationTable {
  key: string;
  notice_id: string;
  submission: number;
  target_no: number;
  action: 'withhold' | 'remove' | 'label' | 'preserve' | 'restore';
  type: string;
  platform_id: string | null;
  countries: Generated<string[]>;
  undoes: string | null;
  status: Generated<OperationStatus>;
  problem: string | null;
  receipt: string | null;
  message: string | null;
  at: Date | null;
  round: Generated<number>;
  superseded: Generated<boolean>;
}

export interface RestrictionSupportTable {
  operation_key: string;
  notice_id: string;
  target_no: number;
  type: string;
  locator: string;
  platform_id: string;
  countries: string[];
  everywhere: boolean;
  since: Date;
  released_at: Date | null;
}

export interface ProofTable {
  platform_id: string;
  state: 'proven' | 'mismatch';
  missing: string[];
  surplus: string[];
  checked_at: Stamp;
  differs_since: Date | null;
}

export interface RepairTable {
  id: string;
  notice_id: string;
  action: TargetRepairAction | 'force_close';
  reason: string;
  by_id: string;
  by_name: string;
  created_at: Stamp;
  finished_at: Date | null;
}

export interface RepairTargetTable {
  repair_id: string;
  submission: number;
  no: number;
  round: number;
}

export interface EnforcementPauseTable {
  id: string;
  notice_id: string | null;
  reason: string;
  by_id: string;
  by_name: string;
  since: Stamp;
  ended_at: Date | null;
  ended_by_id: string | null;
  ended_reason: string | null;
}

export interface RestoreDutyTable {
  id: string;
  notice_id: string;
  cause: RestoreDutyCause;
  because: string;
  summary: string;
  at: Date;
  clock_id: string | null;
  created_at: Stamp;
}

/** An item of an annex: no, type, locator, grounds, note. */
export type AnnexRow = [number, string, string, string, string];

export interface LetterTable {
  notice_id: string;
  n: number;
  key: string;
  kind: LetterKind;
  language: string;
  to_address: string | null;
  subject: string;
  text: string;
  counts: JsonOrNull<Record<string, number>>;
  /** All items, where the text names the first of them only. */
  annex: JsonOrNull<AnnexRow[]>;
  state: 'drafted' | 'approved' | 'queued' | 'sent' | 'bounced' | 'failed';
  message_id: string | null;
  smtp_reply: string | null;
  submission: number | null;
  created_at: Stamp;
  sent_at: Date | null;
}

export interface StaffMessageTable {
  key: string;
  notice_id: string;
  channel: 'mail' | 'page';
  person_id: string | null;
  subject: string;
  message_id: string | null;
  reply: string | null;
  created_at: Stamp;
  accepted_at: Date | null;
}

export interface AttentionTable {
  id: string;
  key: string;
  kind: string;
  notice_id: string | null;
  since: Stamp;
  summary: string;
  detail: ColumnType<Record<string, unknown>, string | undefined, string>;
  resolved_at: Date | null;
}

export interface CommandTable {
  id: string;
  notice_id: string;
  name: string;
  actor: Json<Actor>;
  body: Json<Record<string, unknown>>;
  state: Generated<'attempted' | 'accepted' | 'refused'>;
  version: number | null;
  result: JsonOrNull<Record<string, unknown>>;
  created_at: Stamp;
  finished_at: Date | null;
  taken: Generated<boolean>;
}

export interface TargetUploadTable {
  notice_id: string;
  n: number;
  uploaded_by: string;
  uploaded_at: Date;
  name: string;
  media_type: string;
  format: string;
  sha256: string;
  bytes: number;
  lines: number;
  accepted: number;
  merged: number;
  flagged: number;
  rejected: number;
}

export interface TargetUploadProblemTable {
  notice_id: string;
  n: number;
  position: number;
  line: number;
  reason: string;
}

export interface OutboxTable {
  id: Generated<number>;
  notice_id: string;
  kind: 'start' | 'command' | 'clocks';
  payload: Json<Record<string, unknown>>;
  created_at: Stamp;
  next_at: Stamp;
  attempts: Generated<number>;
  last_error: string | null;
  done_at: Date | null;
}

/** Unlogged: who is on a notice right now. */
export interface PresenceTable {
  notice_id: string;
  person_id: string;
  doing: 'review' | 'approval' | 'reading';
  target_no: number | null;
  since: Date;
  seen_at: Date;
}

export interface SavedViewTable {
  id: string;
  owner: string;
  name: string;
  query: string;
  shared: boolean;
  created_at: Stamp;
}

export interface WorkerBeatTable {
  queue: string;
  process: string;
  started_at: Date;
  beat_at: Date;
}

export interface PersonSettingsTable {
  person_id: string;
  settings: Json<Record<string, unknown>>;
  changed_at: Date;
}

export interface IdempotencyTable {
  caller: string;
  key: string;
  request_sha256: string;
  status: number;
  /** The body as it was sent. */
  answer: string;
  location: string | null;
  notice_id: string | null;
  created_at: Stamp;
  /** Nobody has been sent an unsettled answer yet. */
  settled: Generated<boolean>;
}

export interface AuditEntryTable {
  seq: Generated<number>;
  at: Date;
  notice_id: string | null;
  actor_kind: string;
  actor_id: string;
  actor_name: string;
  action: string;
  detail: Json<Record<string, unknown>>;
  command_id: string | null;
  version: number | null;
  ordinal: number | null;
}

export interface Tables {
  person: PersonTable;
  api_key: ApiKeyTable;
  person_identity: PersonIdentityTable;
  sign_in: SignInTable;
  session: SessionTable;
  authority: AuthorityTable;
  notice: NoticeTable;
  notice_link: NoticeLinkTable;
  document: DocumentTable;
  target: TargetTable;
  ledger_count: LedgerCountTable;
  draft_batch: DraftBatchTable;
  draft_change: DraftChangeTable;
  second_read: SecondReadTable;
  target_upload: TargetUploadTable;
  target_upload_problem: TargetUploadProblemTable;
  clock: ClockTable;
  clock_move: ClockMoveTable;
  rulebook_edition: RulebookEditionTable;
  rulebook_revision: RulebookRevisionTable;
  watchdog: WatchdogTable;
  watchdog_page: WatchdogPageTable;
  worker_beat: WorkerBeatTable;
  submission: SubmissionTable;
  restoration_target: RestorationTargetTable;
  approval: ApprovalTable;
  absence: AbsenceTable;
  ratification: RatificationTable;
  operation: OperationTable;
  operation_count: OperationCountTable;
  restriction_support: RestrictionSupportTable;
  proof: ProofTable;
  repair: RepairTable;
  repair_target: RepairTargetTable;
  enforcement_pause: EnforcementPauseTable;
  restore_duty: RestoreDutyTable;
  letter: LetterTable;
  staff_message: StaffMessageTable;
  presence: PresenceTable;
  saved_view: SavedViewTable;
  person_settings: PersonSettingsTable;
  attention: AttentionTable;
  command: CommandTable;
  outbox: OutboxTable;
  idempotency: IdempotencyTable;
  audit_entry: AuditEntryTable;
}
