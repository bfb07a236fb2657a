import type { Actor } from '../people/actor.js';
import type { Clock } from '../clock/clock.js';
import type { CommandOf } from '../command/command.js';
import type { Effect } from '../command/effect.js';
import type { Event } from '../event.js';
import { acknowledgementEffect } from '../letter/letter-effect.js';
import type { LedgerCounts } from '../target/ledger.js';
import type { LetterKind } from '../letter/letter.js';
import type { Authenticity, NoticeKind, Outcome, Priority, Stage } from './notice.js';
import type { OrderStanding, Uphold } from '../order/order-status.js';
import type { Verifier } from './sender.js';
import type { Role } from '../people/permission.js';
import type { Purpose, RestoreCause, Seat, SubmissionState } from '../submission/submission.js';

export interface Approval {
  by: string;
  name: string;
  /** As used: with those lent by `for`. */
  roles: Role[];
  atMs: number;
  commandId: string;
  /** Absent people in whose role the yes was given; absent where the person's own roles were enough. */
  for?: { id: string; name: string }[];
}

/** The duty that follows from acting on one yes: the people of the full quorum say yes, or no, afterwards. */
export interface Ratification {
  submission: number;
  digest: string;
  author: string;
  /** Whoever said the one yes. */
  onCall: string;
  /** Absent people in whose role it was said. */
  stoodFor: string[];
  /** Who drafted any of its decisions. */
  drafters: string[];
  /** What the full quorum still asks for, at least one more person. */
  seats: Seat[];
  yeses: Approval[];
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
  seats: Seat[];
  approvals: Approval[];
  enforced: number;
  disclosed: number;
  letters: LetterKind[];
  /** The stage to fall back to when it is returned. */
  from: Stage;
  /** Carried out on one yes; `seats` is the full quorum, to be asked afterwards. Absent otherwise. */
  emergency?: { seats: Seat[] };
}

/** One line for the audit log, made together with the change it tells of. */
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
  /** Which rules of behaviour this run follows: a history replays as it was lived (docs/adr/0009). */
  schemaVersion: SchemaVersion;
  noticeId: string;
  /** How often the notice was started anew from the registry; the registry takes nothing from an older run. Absent: never. */
  epoch?: number;
  kind: NoticeKind;
  version: number;
  stage: Stage;
  outcome: Outcome | null;
  authenticity: Authenticity;
  /** Who has confirmed the sender since it was last in doubt; absent where nobody has. */
  verifiedBy?: Verifier[];
  regime: { id: string; version: string };
  priority: Priority | null;
  queue: string | null;
  assignee: string | null;
  /** Name of the assignee, for whoever is told that the notice is held; absent where nobody holds it. */
  holder?: string;
  claimedUntilMs: number | null;
  clocks: Clock[];
  submission: Submission | null;
  /** The last emergency's; absent where there was none. */
  ratification?: Ratification;
  /** How the order stands; absent: in effect, as far as the workflow has been notified. */
  order?: OrderStanding;
  /** Counsel's last decision to carry the order out although it is not in effect; absent: none. */
  uphold?: Uphold;
  ledger: LedgerCounts;
  dialogues: number;
  /** The acknowledgement has been queued once; a later doubt about the sender sends no second one. */
  acknowledged: boolean;
  /** Keys of letters that could not be delivered; while there are any, `comply` and `inform` stay open. */
  undelivered: string[];
  effects: Effect[];
  /** Changes decided and not yet in the registry. */
  unrecorded: TransitionEntry[];
  /** Ids of the last accepted commands with the version each made, so that a repeat after continue-as-new finds its answer. */
  processed: { id: string; version: number }[];
}

/** What intake knows and the workflow starts from. */
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
  /** The authority is in the directory and the paper came by its own channel: the acknowledgement leaves at once. */
  acknowledge: boolean;
  /** Set by continue-as-new and by a reopening. */
  resume?: NoticeState;
  /** The command that takes a closed notice up again; decided before anything else. */
  reopen?: CommandOf<'reopen'>;
  /** The repair for which a gone workflow is started anew from the registry; decided before anything else. */
  repair?: CommandOf<'repair'>;
}

/** A claim ends by itself after this long (house rule), so that nobody holds a notice in their sleep. */
export const CLAIM_MS = 4 * 3_600_000;
/** How many command ids are remembered for repeats; the registry's idempotency rows reach further back. */
export const PROCESSED_LIMIT = 40;

/** The state of a notice just received. Version 1 is what intake committed. */
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
    priority: null,
    queue: null,
    assignee: null,
    claimedUntilMs: null,
    clocks: input.clocks,
    submission: null,
    ledger: { targets: input.targets, undecided: input.targets, byLane: {}, applied: 0, failed: 0, restored: 0 },
    dialogues: 0,
    acknowledged: input.acknowledge,
    undelivered: [],
    effects,
    unrecorded: [],
    processed: [],
  };
}

/** What the next run of the same notice starts from. A reopening has been decided by then. */
export function toResumed({ reopen: _, repair: __, ...opening }: NoticeInput, state: NoticeState): NoticeInput {
  return { ...opening, schemaVersion: SCHEMA_VERSION, resume: { ...state, schemaVersion: SCHEMA_VERSION } };
}

/** What a change tells the audit log. */
export type Telling = Event & { atMs: number; actor: Actor; commandId?: string };

/** The state after a change: one version further, the change told. Further tellings belong to the same version. */
export function advance(
  state: NoticeState,
  patch: Partial<NoticeState>,
  tellings: [Telling, ...Telling[]],
): NoticeState {
  const version = state.version + 1;
  const entries = tellings.map(({ commandId, ...telling }, ordinal) => ({
    version,
    ordinal,
    ...telling,
    commandId: commandId ?? null,
  }));
  return { ...state, ...patch, version, unrecorded: [...state.unrecorded, ...entries] };
}
