import type { Clock } from '../../domain/clocks/clock.js';
import type { NoticeState } from '../../domain/notices/notice-state.js';
import { pickUnshownState, type RecordedNotice } from '../../domain/notices/put-together.js';

/** A state as the registry's rows show it: what no row has is left out, and stands beside them. */
export function asRecorded(state: NoticeState): RecordedNotice {
  const { noticeId, kind, version, stage, outcome, authenticity, regime, priority, queue, assignee } = state;
  const { submission } = state;
  return JSON.parse(
    JSON.stringify({
      noticeId,
      epoch: state.epoch ?? 0,
      label: null,
      kind,
      version,
      stage,
      outcome,
      authenticity,
      verifiedBy: state.verifiedBy ?? [],
      regime,
      priority,
      queue,
      assignee,
      claimedUntilMs: state.claimedUntilMs,
      clocks: state.clocks.map(asRow),
      submissions: submission === null ? [] : [asSubmissionRow(submission)],
      ratification: state.ratification ?? null,
      ledger: state.ledger,
      processed: state.processed,
      unshown: pickUnshownState(state),
      opening: null,
    } satisfies RecordedNotice),
  );
}

function asRow(clock: Clock): Clock {
  const { partly: _, ratifies: __, cancelledByClosing: ___, pendingExtension: ____, ...row } = clock;
  return row;
}

function asSubmissionRow(submission: NonNullable<NoticeState['submission']>): RecordedNotice['submissions'][number] {
  const { disclosed: _, letters: __, from: ___, emergency: ____, ...row } = submission;
  return { ...row, byAction: {}, targets: 10, finished: false };
}
