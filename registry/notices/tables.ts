import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Command } from '../../domain/commands/command.js';
import type { Rejection } from '../../domain/commands/rejection.js';
import type { EventAction } from '../../domain/event.js';
import type { NotificationChannel, NotificationKind } from '../../domain/people/notification.js';
import type { ClockKind } from '../../domain/clocks/clock.js';
import type { ChecklistAnswer } from '../../domain/rulebook/regime.js';
import type { Unshown } from '../../domain/notices/put-together.js';
import type { ContentCategory } from '../../domain/reports/content-category.js';
import type { NoticeState } from '../../domain/notices/notice-state.js';
import type {
  Authenticity,
  LinkKind,
  NoticeKind,
  Outcome,
  KeptSecrecyLevel,
  SecrecyLevel,
  Stage,
  Priority,
} from '../../domain/notices/notice.js';
import type { OrderStatus, Uphold } from '../../domain/orders/order-status.js';
import type { CalledContact, SenderMethod, SenderOutcome, Verifier } from '../../domain/notices/sender.js';
import type { Details } from '../../domain/notices/details.js';
import type { SenderPoint } from '../../domain/notices/sender-points.js';
import type { Actor } from '../../domain/people/actor.js';
import type { SignedKind } from '../../domain/submissions/signed-act.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { Json, JsonOrNull, QueuedMail, Stamp } from '../columns.js';

export interface StoredDeadline {
  at?: string;
  within?: string;
  immediately?: true;
}

/** A law considered besides the one a notice arrived under; `words` quotes the text that suggested it. */
export interface LawCandidate {
  id: string;
  version: string;
  why: string;
  words: string[];
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
  law_candidates: JsonOrNull<LawCandidate[]>;
  reference: string;
  subject: string;
  body: string;
  /**
   * Fingerprints of its text without targets and of its initial targets, by which a repeated document is recognised.
   */
  document_print: string | null;
  targets_print: string | null;
  language: string;
  channel: string;
  authenticity: Authenticity;
  secrecy_level: KeptSecrecyLevel;
  secrecy_people: string[];
  secrecy_until: Date | null;
  /** Break-glass access: expiry by person id. */
  break_glass_access: ColumnType<Record<string, string>, string | undefined, string>;
  issued_at: Date | null;
  served_at: Date | null;
  received_at: Date;
  ordered_deadline: JsonOrNull<StoredDeadline & { confirmed: boolean; enteredBy: string | null }>;
  targets_follow: Generated<boolean>;
  created_by: string | null;
  created_at: Stamp;
  priority: Priority | null;
  category: ColumnType<ContentCategory | null, ContentCategory | null | undefined, ContentCategory | null>;
  queue: string | null;
  routed_by: ColumnType<string | null, string | null | undefined, string | null>;
  assignee: string | null;
  claimed_until: Date | null;
  next_due_at: Date | null;
  /** Queue position: the nearer of `next_due_at` and `next_plan_at`, including missed clocks that are still unmet. */
  queue_due_at: Date | null;
  next_due_kind: ClockKind | null;
  next_due_clock: string | null;
  next_plan_at: Date | null;
  next_plan_kind: ClockKind | null;
  next_plan_clock: string | null;
  draft_revision: Generated<number>;
  submission_number: Generated<number>;
  targets: Generated<number>;
  undecided: Generated<number>;
  by_action: ColumnType<Partial<Record<DecisionAction, number>>, string | undefined, string>;
  applied: Generated<number>;
  failed: Generated<number>;
  restored: Generated<number>;
  workflow_started: Generated<boolean>;
  targets_resolved_at: Date | null;
  targets_added_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  closed_state: JsonOrNull<NoticeState>;
  /** Counts restarts from the registry; only the run with the current epoch may write. 0 for the first. */
  workflow_epoch: Generated<number>;
  /** Run id of the workflow run that wrote `version`; null if the notice has not changed since the column exists. */
  workflow_run: string | null;
  /**
   * Workflow state that no other column shows, as of `version`; null if the notice has not changed since the column
   * exists.
   */
  workflow_unshown: JsonOrNull<Unshown>;
  facts: ColumnType<Record<string, string>, string | undefined, string>;
  effective_until: ColumnType<Date | null, Date | null | undefined, Date | null>;
  details: ColumnType<Details, string | undefined, string>;
  checklist: ColumnType<Record<string, ChecklistAnswer>, string | undefined, string>;
  order_status: Generated<OrderStatus>;
  order_since: ColumnType<Date | null, Date | null | undefined, Date | null>;
  order_because: ColumnType<string | null, string | null | undefined, string | null>;
  order_number: ColumnType<string | null, string | null | undefined, string | null>;
  order_uphold: JsonOrNull<Uphold>;
  /** Listed after all others in the queue: the order is not in effect, is not upheld, and nothing is in force. */
  order_apart: GeneratedAlways<boolean>;
  annulled_law: ColumnType<string | null, string | null | undefined, string | null>;
  annulled_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  second_review_seed: Generated<string>;
  verified_by: ColumnType<Verifier[], string | undefined, string>;
  /** Set by a trigger. */
  closed_at: ColumnType<Date | null, never, never>;
  erased_at: ColumnType<Date | null, never, never>;
}

/** A check of who sent a notice; it counts once its command is accepted. */
export interface SenderCheckTable {
  id: string;
  notice_id: string;
  command_id: string;
  method: SenderMethod;
  contact: JsonOrNull<CalledContact>;
  document: string | null;
  outcome: SenderOutcome;
  before: Authenticity;
  person_id: string;
  note: string;
  points: SenderPoint[];
  at: Date;
}

/** How reports counted a notice before each change; written by a trigger. */
export interface NoticeBeforeTable {
  place: GeneratedAlways<number>;
  notice_id: ColumnType<string, never, never>;
  until: ColumnType<Date, never, never>;
  regime_id: ColumnType<string, never, never>;
  category: ColumnType<ContentCategory | null, never, never>;
  outcome: ColumnType<Outcome | null, never, never>;
  restored: ColumnType<number, never, never>;
}

export interface NoticeLinkTable {
  from_notice: string;
  to_notice: string;
  link_as: LinkKind;
  created_at: Stamp;
  /** The link has no effect on the other notice, because some of its readers cannot access this one. */
  withheld: Generated<boolean>;
}

export interface ReclassificationTable {
  id: string;
  notice_id: string;
  level: SecrecyLevel;
  people: string[];
  until: Date | null;
  reason: string;
  state: Generated<'pending' | 'agreed' | 'dropped'>;
  requested_by: string;
  requested_at: Date;
  expires_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
}

export interface EventSealTable {
  one: Generated<boolean>;
  key: Buffer;
}

export interface BreakGlassMessageTable extends QueuedMail {
  key: string;
  notice_id: string;
  person_id: string;
  knows: boolean;
}

export interface NotificationTable extends QueuedMail {
  key: string;
  notice_id: string;
  person_id: string;
  kind: NotificationKind;
  channel: NotificationChannel;
  submission: number | null;
  conversation: number | null;
  by_id: string | null;
}

export interface DocumentTable {
  notice_id: string;
  sha256: string;
  name: string;
  media_type: string;
  bytes: Buffer;
}

export interface CommandTable {
  id: string;
  notice_id: string;
  name: string;
  actor: Json<Actor>;
  body: Json<Command>;
  state: Generated<'attempted' | 'accepted' | 'refused'>;
  version: number | null;
  result: JsonOrNull<Rejection>;
  created_at: Stamp;
  finished_at: Date | null;
  delivered: Generated<boolean>;
}

/** Insert-only: what the API has signed. */
export interface SignedActTable {
  command_id: string;
  /** Null for an appeal for which no item was found. */
  notice_id: string | null;
  submission: number | null;
  kind: SignedKind;
  statement: string;
  key_id: string;
  signature: string;
  at: Date;
  challenge_statement: string | null;
  credential_id: string | null;
  authenticator_data: Buffer | null;
  client_data: Buffer | null;
  assertion_signature: Buffer | null;
  /** bigint, returned as text. */
  authenticator_counter: GeneratedAlways<string | null>;
}

/** Unlogged: who is viewing a notice now. */
export interface PresenceTable {
  notice_id: string;
  person_id: string;
  doing: 'review' | 'approval' | 'reading';
  target_no: number | null;
  since: Date;
  seen_at: Date;
}

export interface IdempotencyTable {
  caller: string;
  key: string;
  request_sha256: string;
  status: number;
  answer: string;
  location: string | null;
  notice_id: string | null;
  created_at: Stamp;
  /** An unsettled answer has not been sent to anyone yet. */
  settled: Generated<boolean>;
}

export interface AuditEntryTable {
  seq: Generated<number>;
  at: Date;
  notice_id: string | null;
  actor_kind: string;
  actor_id: string;
  actor_name: string;
  action: EventAction;
  detail: Json<Record<string, unknown>>;
  command_id: string | null;
  version: number | null;
  ordinal: number | null;
  leaf_hash: ColumnType<Buffer, Buffer, never>;
  /** Set by the owner's function when content is erased. */
  erased_at: ColumnType<Date | null, never, never>;
}

export interface NoticeKeyTable {
  notice_id: string;
  wrapped_by: string;
  /** Empty once shredded. */
  wrapped: Buffer;
  created_at: Stamp;
  shredded_at: ColumnType<Date | null, never, never>;
}

export interface TranslationTable {
  notice_id: string;
  n: number;
  document: string | null;
  language: string;
  text: string;
  translated_by: string;
  translated_at: Date;
  checked_by: ColumnType<string | null, never, string>;
  checked_at: ColumnType<Date | null, never, Date>;
}

export interface NoticeTables {
  notice: NoticeTable;
  notice_words: { notice_id: string; words: string };
  notice_before: NoticeBeforeTable;
  notice_link: NoticeLinkTable;
  event_seal: EventSealTable;
  break_glass_message: BreakGlassMessageTable;
  notification: NotificationTable;
  reclassification: ReclassificationTable;
  document: DocumentTable;
  sender_check: SenderCheckTable;
  translation: TranslationTable;
  presence: PresenceTable;
  command: CommandTable;
  signed_act: SignedActTable;
  idempotency: IdempotencyTable;
  audit_entry: AuditEntryTable;
  notice_key: NoticeKeyTable;
}
