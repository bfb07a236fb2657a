import type { Clock } from '../clocks/clock.js';
import type { Effect } from '../commands/effect.js';
import type { LedgerCounts } from '../targets/ledger.js';
import type { NoticeProjection } from './projection.js';
import {
  openNotice,
  SCHEMA_VERSION,
  type NoticeInput,
  type NoticeState,
  type Ratification,
  type Submission,
} from './notice-state.js';

type UnshownClock = Pick<
  Clock,
  'id' | 'partly' | 'ratifies' | 'reports' | 'cancelledByClosing' | 'cancelledByOrder' | 'pendingExtension'
>;
type UnshownSubmission = Pick<Submission, 'number' | 'disclosed' | 'letters' | 'from' | 'emergency'>;

/**
 * Workflow state that no other row shows. Stored with each version, so that the state can be rebuilt from the registry
 * alone.
 */
export interface Unshown {
  holder?: string;
  order?: NoticeState['order'];
  uphold?: NoticeState['uphold'];
  clocks: UnshownClock[];
  submission: UnshownSubmission | null;
  dialogues: number;
  acknowledged: boolean;
  undelivered: string[];
  /** Acts still owed. Some may be done already: each has a key and takes effect only once. */
  effects: Effect[];
}

export interface RecordedNotice
  extends Pick<
    NoticeState,
    | 'noticeId'
    | 'kind'
    | 'version'
    | 'stage'
    | 'outcome'
    | 'authenticity'
    | 'regime'
    | 'priority'
    | 'queue'
    | 'assignee'
    | 'claimedUntilMs'
    | 'processed'
  > {
  epoch: number;
  label: string | null;
  verifiedBy: NonNullable<NoticeState['verifiedBy']>;
  /** Every row by position; proposed clocks that were never accepted are `cancelled`. */
  clocks: Clock[];
  submissions: RecordedSubmission[];
  ratification: Ratification | null;
  ledger: LedgerCounts;
  unshown: Unshown | null;
  /** The workflow's input from intake; null if it was not kept. */
  opening: NoticeInput | null;
}

export interface RecordedSubmission extends Omit<Submission, 'disclosed' | 'letters' | 'from' | 'emergency'> {
  byAction: LedgerCounts['byAction'];
  targets: number;
  finished: boolean;
}

/** Returns the part of a state that its rows do not show. */
export function pickUnshownState({
  clocks,
  submission,
  ...state
}: Pick<
  NoticeProjection,
  'clocks' | 'submission' | 'holder' | 'order' | 'uphold' | 'dialogues' | 'acknowledged' | 'undelivered' | 'effects'
>): Unshown {
  const { holder, order, uphold, dialogues, acknowledged, undelivered, effects } = state;
  return {
    ...given({ holder, order, uphold }),
    clocks: clocks.map(unshownClock),
    submission: submission === null ? null : unshownSubmission(submission),
    dialogues,
    acknowledged,
    undelivered,
    effects,
  };
}

function unshownClock({ id, ...clock }: Clock): UnshownClock {
  const { partly, ratifies, reports, cancelledByClosing, cancelledByOrder, pendingExtension } = clock;
  return {
    id,
    ...given({ partly, ratifies, reports, cancelledByClosing, cancelledByOrder, pendingExtension }),
  };
}

function unshownSubmission({ number, disclosed, letters, from, emergency }: Submission): UnshownSubmission {
  return { number, disclosed, letters, from, ...given({ emergency }) };
}

/** Rebuilds the workflow's state from the registry alone, as of the recorded version. */
export function putTogether(recorded: RecordedNotice): NoticeState {
  const {
    unshown: kept,
    opening: _opening,
    label: _label,
    clocks,
    submissions,
    ratification,
    epoch,
    verifiedBy,
    ...rows
  } = recorded;
  const unshown = kept ?? begun(recorded);
  if (unshown === null) throw new Error(`The registry does not hold what the workflow of ${recorded.noticeId} held.`);
  const { holder, order, uphold, dialogues, acknowledged, undelivered, effects } = unshown;
  return {
    ...rows,
    schemaVersion: SCHEMA_VERSION,
    ...(epoch === 0 ? {} : { epoch }),
    ...(verifiedBy.length === 0 ? {} : { verifiedBy }),
    ...given({ holder, order, uphold }),
    clocks: unshown.clocks.flatMap(({ id, ...rest }) => {
      const row = clocks.find((clock) => clock.id === id);
      return row === undefined ? [] : [{ ...row, ...rest }];
    }),
    submission: putSubmission(unshown.submission, submissions),
    ...(ratification === null ? {} : { ratification }),
    dialogues,
    acknowledged,
    undelivered,
    effects,
    unrecorded: [],
  };
}

function putSubmission(
  unshown: UnshownSubmission | null,
  submissions: readonly RecordedSubmission[],
): NoticeState['submission'] {
  const row = submissions.find(({ number }) => number === unshown?.number);
  if (unshown === null || row === undefined) return null;
  const { byAction: _byAction, targets: _targets, finished: _finished, ...shown } = row;
  return { ...shown, ...unshown };
}

function begun({ version, opening }: RecordedNotice): Unshown | null {
  return version > 1 || opening === null ? null : pickUnshownState(openNotice(opening));
}

/** Returns the input of the run that replaces a lost one. */
export function toRestarted(
  state: NoticeState,
  { epoch, label, repair }: Pick<NoticeInput, 'label' | 'repair'> & { epoch: number },
): NoticeInput {
  const { noticeId, kind, authenticity, regime, clocks, ledger } = state;
  return {
    schemaVersion: SCHEMA_VERSION,
    noticeId,
    kind,
    authenticity,
    regime,
    clocks,
    targets: ledger.targets,
    ...given({ label, repair }),
    acknowledge: false,
    resume: { ...state, epoch },
  };
}

function given<Part extends object>(part: Part): { [Name in keyof Part]?: Exclude<Part[Name], undefined> } {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as typeof part;
}
