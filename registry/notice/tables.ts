import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Command } from '../../domain/command/command.js';
import type { Rejection } from '../../domain/command/rejection.js';
import type { EventAction } from '../../domain/event.js';
import type { ClockKind } from '../../domain/clock/clock.js';
import type { ChecklistAnswer } from '../../domain/law/regime.js';
import type { Unshown } from '../../domain/notice/put-together.js';
import type { ContentCategory } from '../../domain/report/content-category.js';
import type { NoticeState } from '../../domain/notice/notice-state.js';
import type {
  Authenticity,
  LinkKind,
  NoticeKind,
  Outcome,
  KeptSecrecyLevel,
  SecrecyLevel,
  Stage,
  Priority,
} from '../../domain/notice/notice.js';
import type { OrderStatus, Uphold } from '../../domain/order/order-status.js';
import type { CalledContact, SenderMethod, SenderOutcome, Verifier } from '../../domain/notice/sender.js';
import type { SenderPoint } from '../../domain/notice/sender-points.js';
import type { Actor } from '../../domain/people/actor.js';
import type { SignedKind } from '../../domain/submission/signed-act.js';
import type { Lane } from '../../domain/target/lane.js';
import type { Json, JsonOrNull, QueuedMail, Stamp } from '../columns.js';

export interface OrderedDeadline {
  at?: string;
  within?: string;
  immediately?: true;
}

/** A law that was thought of beside the one a notice came in under; `words`: of the paper, that made one think of it. */
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
  /** As intake thought of them; null: of no other. */
  law_candidates: JsonOrNull<LawCandidate[]>;
  reference: string;
  subject: string;
  body: string;
  /** Of its words without the targets, and of the targets it came with: by them it is known again. */
  paper_print: string | null;
  targets_print: string | null;
  language: string;
  channel: string;
  authenticity: Authenticity;
  secrecy_level: KeptSecrecyLevel;
  secrecy_people: string[];
  secrecy_until: Date | null;
  /** Who has broken the glass, by person id, with the instant at which that ends. */
  secrecy_glass: ColumnType<Record<string, string>, string | undefined, string>;
  issued_at: Date | null;
  served_at: Date | null;
  received_at: Date;
  ordered_deadline: JsonOrNull<OrderedDeadline & { confirmed: boolean; enteredBy: string | null }>;
  targets_follow: Generated<boolean>;
  /** Null: the desk itself, of an authority's mail. */
  created_by: string | null;
  created_at: Stamp;
  priority: Priority | null;
  category: ColumnType<ContentCategory | null, ContentCategory | null | undefined, ContentCategory | null>;
  queue: string | null;
  assignee: string | null;
  claimed_until: Date | null;
  /** Of our running clocks by law or order. */
  next_due_at: Date | null;
  /** Where the queue puts the notice: the nearer of `next_due_at` and `next_plan_at`, with what was missed and is unmet. */
  queue_due_at: Date | null;
  next_due_kind: ClockKind | null;
  next_due_clock: string | null;
  /** Of our running clocks that are the house's own. */
  next_plan_at: Date | null;
  next_plan_kind: ClockKind | null;
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
  /** Which run of the workflow may write; 0 for the first. */
  workflow_epoch: Generated<number>;
  /** Run id of the workflow's run that last wrote `version`; null in notices not changed since it is kept. */
  workflow_run: string | null;
  /** What the workflow holds and no other row shows, as of `version`; null in notices not changed since it is kept. */
  workflow_unshown: JsonOrNull<Unshown>;
  /** Instants by fact name, RFC 3339. */
  facts: ColumnType<Record<string, string>, string | undefined, string>;
  effective_until: ColumnType<Date | null, Date | null | undefined, Date | null>;
  checklist: ColumnType<Record<string, ChecklistAnswer>, string | undefined, string>;
  order_status: Generated<OrderStatus>;
  /** Since when the order is not in effect. */
  order_since: ColumnType<Date | null, Date | null | undefined, Date | null>;
  order_because: ColumnType<string | null, string | null | undefined, string | null>;
  order_number: ColumnType<string | null, string | null | undefined, string | null>;
  order_uphold: JsonOrNull<Uphold>;
  /** The queue lists it after the others: not in effect, not upheld, and nothing is in force. */
  order_apart: GeneratedAlways<boolean>;
  /** The law behind the order, where a court has struck it down. */
  annulled_law: ColumnType<string | null, string | null | undefined, string | null>;
  annulled_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  second_read_seed: Generated<string>;
  /** Who has confirmed the sender since it was last in doubt. */
  verified_by: ColumnType<Verifier[], string | undefined, string>;
  /** Since when it is closed; a trigger says so. */
  closed_at: ColumnType<Date | null, never, never>;
  /** Since when something of it is erased; the owner's function says so. */
  erased_at: ColumnType<Date | null, never, never>;
}

/** A check of who sent a notice. It has happened once its command is accepted. */
export interface SenderCheckTable {
  id: string;
  notice_id: string;
  command_id: string;
  method: SenderMethod;
  /** As the directory had it then. */
  contact: JsonOrNull<CalledContact>;
  document: string | null;
  outcome: SenderOutcome;
  before: Authenticity;
  person_id: string;
  note: string;
  /** Ticked points of the checklist. */
  points: SenderPoint[];
  at: Date;
}

/** How reports counted a notice before it changed; written by a trigger. */
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
  /** It moves nothing on the other notice: some who may know of that one may not know of this. */
  withheld: Generated<boolean>;
}

/** A wish for less secrecy or other names. */
export interface ReclassificationTable {
  id: string;
  notice_id: string;
  level: SecrecyLevel;
  people: string[];
  until: Date | null;
  reason: string;
  state: Generated<'pending' | 'agreed' | 'dropped'>;
  asked_by: string;
  asked_at: Date;
  expires_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
}

/** The key under which ids of live events are sealed. */
export interface EventSealTable {
  one: Generated<boolean>;
  key: Buffer;
}

/** A mail that the glass of a secret was broken. */
export interface GlassMessageTable extends QueuedMail {
  key: string;
  notice_id: string;
  person_id: string;
  knows: boolean;
}

export interface AssignmentMessageTable extends QueuedMail {
  key: string;
  notice_id: string;
  person_id: string;
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
  taken: Generated<boolean>;
}

/** Insert-only: what the API has signed. */
export interface SignedActTable {
  /** Of the command, or of the act itself where it is none. */
  command_id: string;
  /** null: of an appeal behind which the desk found nothing. */
  notice_id: string | null;
  submission: number | null;
  kind: SignedKind;
  statement: string;
  key_id: string;
  signature: string;
  at: Date;
  /** Of a yes that a passkey confirmed: what it was asked, and what it answered. */
  challenge_statement: string | null;
  credential_id: string | null;
  authenticator_data: Buffer | null;
  client_data: Buffer | null;
  assertion_signature: Buffer | null;
  /** A bigint comes as text. */
  authenticator_counter: GeneratedAlways<string | null>;
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
  action: EventAction;
  detail: Json<Record<string, unknown>>;
  command_id: string | null;
  version: number | null;
  ordinal: number | null;
  leaf_hash: ColumnType<Buffer, Buffer, never>;
  /** When its content was erased; the owner's function says so. */
  erased_at: ColumnType<Date | null, never, never>;
}

/** With what everything that Temporal holds of a notice is sealed; wrapped. */
export interface NoticeKeyTable {
  notice_id: string;
  wrapped_by: string;
  /** Empty once it is shredded. */
  wrapped: Buffer;
  created_at: Stamp;
  shredded_at: ColumnType<Date | null, never, never>;
}

/** What notices are searched by. Written by a trigger on `notice`. */
export interface NoticeWordsTable {
  notice_id: string;
  words: string;
}

/** Tables of this aggregate by name. */
export interface NoticeTables {
  notice: NoticeTable;
  notice_words: NoticeWordsTable;
  notice_before: NoticeBeforeTable;
  notice_link: NoticeLinkTable;
  event_seal: EventSealTable;
  glass_message: GlassMessageTable;
  assignment_message: AssignmentMessageTable;
  reclassification: ReclassificationTable;
  document: DocumentTable;
  sender_check: SenderCheckTable;
  presence: PresenceTable;
  saved_view: SavedViewTable;
  command: CommandTable;
  signed_act: SignedActTable;
  idempotency: IdempotencyTable;
  audit_entry: AuditEntryTable;
  notice_key: NoticeKeyTable;
}
