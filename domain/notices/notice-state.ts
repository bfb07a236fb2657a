import type { Actor } from '../people/actor.js';
import type { Clock } from '../clocks/clock.js';
import type { CommandOf } from '../commands/command.js';
import type { Effect } from '../commands/effect.js';
import type { Event } from '../event.js';
import { acknowledgementEffect } from '../letters/letter-effect.js';
import type { LedgerCounts } from '../targets/ledger.js';
import type { LetterKind } from '../letters/letter.js';
import type { Authenticity, NoticeKind, Outcome, Priority, Stage } from './notice.js';
import type { OrderState, Uphold } from '../orders/order-status.js';
import type { Verifier } from './sender.js';
import type { Role } from '../people/permission.js';
import type { Purpose, RestoreCause, ApproverSlot, SubmissionState } from '../submissions/submission.js';

export interface Approval {
  by: string;
  name: string;
  roles: Role[];
  atMs: number;
  commandId: string;
  /** Absent people whose role was used for the approval; absent if the approver's own roles were enough. */
  for?: { id: string; name: string }[];
}

/** The duty left by acting on one approval: the rest of the quorum approves or refuses afterwards. */
export interface Ratification {
  submission: number;
  digest: string;
  author: string;
  onCall: string;
  stoodFor: string[];
  /** Who drafted any of its decisions. */
  drafters: string[];
  approverSlots: ApproverSlot[];
  approvals: Approval[];
  state: 'open' | 'ratified' | 'refused';
  openedAtMs: number;
  settledAtMs: number | null;
}

export interface Submission {
  number: number;
  digest: string;
  purpose: Purpose;
  cause: RestoreCause | null;
  state: Extract<SubmissionState, 'open' | 'approved' | 'returned'>;
  by: string;
  /** Who drafted any of its decisions. */
  drafters: string[];
  approverSlots: ApproverSlot[];
  approvals: Approval[];
  enforced: number;
  disclosed: number;
  letters: LetterKind[];
  /** Stage to return to when the submission is returned. */
  from: Stage;
  emergency?: { approverSlots: ApproverSlot[] };
}

/** One audit event, created together with the change it records. */
export type TransitionEntry = Event & {
  version: number;
  ordinal: number;
  atMs: number;
  actor: Actor;
  commandId: string | null;
};

/** The behaviour versions that this release can run. docs/adr/0009 says how to add the next one. */
export type SchemaVersion = 1;
export const SCHEMA_VERSION: SchemaVersion = 1;
const KNOWN_VERSIONS: readonly number[] = [1] satisfies SchemaVersion[];

/** Whether this release can run a notice with this input. A later release may have started it, or carried it over. */
export function isKnownVersion({ schemaVersion, resume }: NoticeInput): boolean {
  return [schemaVersion, resume?.schemaVersion ?? schemaVersion].every((version) => KNOWN_VERSIONS.includes(version));
}

/** The whole state of a running notice: a few kB whatever the number of targets. */
export interface NoticeState {
  /** Selects the rules of behaviour of this run, since a history has to replay unchanged (docs/adr/0009). */
  schemaVersion: SchemaVersion;
  noticeId: string;
  /** How often the notice was restarted from the registry, which rejects records of an older run. Absent: never. */
  epoch?: number;
  kind: NoticeKind;
  version: number;
  stage: Stage;
  outcome: Outcome | null;
  authenticity: Authenticity;
  /** People who confirmed the sender since it was last in doubt; absent if none did. */
  verifiedBy?: Verifier[];
  regime: { id: string; version: string };
  priority: Priority | null;
  queue: string | null;
  assignee: string | null;
  /** Name of the assignee, for the message that somebody else holds the notice; absent without an assignee. */
  holder?: string;
  claimedUntilMs: number | null;
  clocks: Clock[];
  submission: Submission | null;
  ratification?: Ratification;
  /** Absent: in effect, as far as the workflow has been notified. */
  order?: OrderState;
  uphold?: Uphold;
  ledger: LedgerCounts;
  dialogues: number;
  /** Already queued once: a later doubt about the sender sends no second acknowledgement. */
  acknowledged: boolean;
  /** Keys of undeliverable letters; while there are any, `comply` and `inform` stay unmet. */
  undelivered: string[];
  effects: Effect[];
  unrecorded: TransitionEntry[];
  /**
   * Ids of the last accepted commands with the resulting versions, so that a retry after continue-as-new gets its
   * answer.
   */
  processed: { id: string; version: number }[];
}

export interface NoticeInput {
  /** Which rules of behaviour its run follows. */
  schemaVersion: SchemaVersion;
  noticeId: string;
  kind: NoticeKind;
  authenticity: Authenticity;
  regime: { id: string; version: string };
  clocks: Clock[];
  targets: number;
  /** Number by which ops find the run in Temporal's UI; absent for a secret notice. */
  label?: string;
  /** The authority is listed and the document came by its own channel: the acknowledgement leaves immediately. */
  acknowledge: boolean;
  /** As a routing rule set them at intake; absent without one. */
  priority?: Priority | null;
  queue?: string | null;
  resume?: NoticeState;
  reopen?: CommandOf<'reopen'>;
  repair?: CommandOf<'repair'>;
}

/** Company default: a claim expires after this time, so that no one holds a notice overnight. */
export const CLAIM_MS = 4 * 3_600_000;
/** Number of command ids remembered for retries; the registry's idempotency rows reach further back. */
export const PROCESSED_LIMIT = 40;

/** Returns the state of a new notice. Version 1 is what intake committed. */
export function openNotice(input: NoticeInput): NoticeState {
  const effects: Effect[] = [];
  if (input.acknowledge) effects.push(acknowledgementEffect(input.noticeId));
  if (input.targets > 0) effects.push({ key: `${input.noticeId}:resolve`, type: 'resolve_targets' });
  return {
    schemaVersion: input.schemaVersion,
    noticeId: input.noticeId,
    kind: input.kind,
    version: 1,
    stage: 'triage',
    outcome: null,
    authenticity: input.authenticity,
    regime: input.regime,
    priority: input.priority ?? null,
    queue: input.queue ?? null,
    assignee: null,
    claimedUntilMs: null,
    clocks: input.clocks,
    submission: null,
    ledger: { targets: input.targets, undecided: input.targets, byAction: {}, applied: 0, failed: 0, restored: 0 },
    dialogues: 0,
    acknowledged: input.acknowledge,
    undelivered: [],
    effects,
    unrecorded: [],
    processed: [],
  };
}

/** Returns the input of the notice's next run. A reopening has been decided by then. */
export function toResumed({ reopen: _, repair: __, ...opening }: NoticeInput, state: NoticeState): NoticeInput {
  return { ...opening, schemaVersion: SCHEMA_VERSION, resume: { ...state, schemaVersion: SCHEMA_VERSION } };
}

export type AuditEvent = Event & { atMs: number; actor: Actor; commandId?: string };

/** Returns the state after a change, one version up. All its audit events belong to that version. */
export function advance(
  state: NoticeState,
  patch: Partial<NoticeState>,
  events: [AuditEvent, ...AuditEvent[]],
): NoticeState {
  const version = state.version + 1;
  const entries = events.map(({ commandId, ...telling }, ordinal) => ({
    version,
    ordinal,
    ...telling,
    commandId: commandId ?? null,
  }));
  return { ...state, ...patch, version, unrecorded: [...state.unrecorded, ...entries] };
}
