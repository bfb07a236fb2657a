import { renderFacts } from '../table.js';
import { dueText, actionsText } from '../text.js';
import type { NoticeView, SubmissionView } from '../view.js';

type NearestClock = NonNullable<NoticeView['due' | 'nextDue']>;

/** Formats one notice for a terminal. The intake role sees fewer fields; absent ones are left out. */
export function renderNotice(notice: NoticeView, nowMs: number): string {
  return [
    `${notice.number}  ${notice.stage}${notice.outcome ? `, ${notice.outcome}` : ''}\n`,
    renderFacts([...factLines(notice), ...stateLines(notice, nowMs)]),
  ].join('');
}

function factLines(notice: NoticeView): [string, unknown][] {
  const { regime, secrecy } = notice;
  return [
    ['id', notice.id],
    ['subject', notice.subject],
    ['kind', notice.kind],
    ['order', orderText(notice)],
    ['authority', notice.authority?.name],
    ['authenticity', notice.authenticity],
    ['sender doubts', notice.senderDoubts?.join(', ')],
    ['regime', regime && `${regime.id} (${regime.version})`],
    [
      'other candidate laws',
      (notice.lawCandidates ?? []).map(({ id, words }) => `${id} (${words.join(', ')})`).join('; '),
    ],
    ['countries', notice.defaultCountries?.join(' ')],
    ...(notice.contested ?? []).map(({ topic, source, decision }): [string, string] => [
      'contested rule',
      `${topic} (${source}): ${decision === null ? 'counsel has not decided' : `${decision.allow ? 'allowed' : 'not allowed'} by ${decision.byName}, ${decision.reason}`}`,
    ]),
    ['reference', notice.reference],
    ['secrecy', secrecy && secrecy.level !== 'open' ? [secrecy.level, ...(secrecy.people ?? [])].join(' ') : ''],
    ['legal hold', notice.hold ? `${notice.hold.reason} (${notice.hold.byName}, ${notice.hold.since})` : ''],
    ['lift requested', notice.hold?.lifting ? `${notice.hold.lifting.reason} (${notice.hold.lifting.byName})` : ''],
    ['erased', notice.erased ? `${notice.erased.kinds.join(', ')} at ${notice.erased.at} (${notice.erased.rule})` : ''],
    ['issued', notice.issuedAt],
    ['served', notice.servedAt],
    ['received', notice.receivedAt],
    ['assignee', notice.assigneeName ?? notice.assignee],
  ];
}

function orderText({ order }: NoticeView): string {
  if (order == null) return '';
  const { reason, upheld } = order;
  return upheld === null ? `NOT IN EFFECT: ${reason}` : `${reason} Upheld by ${upheld.byName}: ${upheld.reason}`;
}

function pickPressing({ due, nextDue }: NoticeView): NearestClock | null {
  if (due?.owner === 'authority') return null;
  return due ?? nextDue;
}

/** Formats it on one line; a missed and unmet clock comes before all running ones. */
export function pressingText(notice: NoticeView, nowMs: number): string {
  const clock = pickPressing(notice);
  if (clock === null) return '';
  return clock.dueAt === null ? `${clock.kind} paused` : `${clock.kind} ${dueText(clock.dueAt, nowMs)}`;
}

function stateLines(notice: NoticeView, nowMs: number): [string, unknown][] {
  const { nextDue, nextPlan, counts, submission, ratification } = notice;
  const pressing = pickPressing(notice);
  const clockText = (clock: NearestClock | null | undefined) =>
    clock ? `${clock.kind} ${dueText(clock.dueAt, nowMs)} (${clock.dueAt ?? 'paused'}), clock ${clock.clock}` : '';
  const links = (notice.links ?? []).map(({ number, as, direction }): [string, unknown] =>
    direction === 'to' ? ['link', `${as} ${number}`] : ['link', `${number} ${as} this notice`],
  );
  return [
    ['late', notice.due?.state === 'missed' ? clockText(pressing) : ''],
    ['next due', clockText(nextDue)],
    ['next internal due', clockText(nextPlan)],
    ['targets', counts && `${counts.targets}, ${counts.undecided ?? 0} undecided`],
    ['actions', counts && counts.targets > 0 ? actionsText(counts.byAction) : ''],
    [
      'ledger',
      counts && `${counts.applied ?? 0} applied, ${counts.failed ?? 0} failed, ${counts.restored ?? 0} restored`,
    ],
    ['submission', submission ? submissionText(submission) : ''],
    ['risks', submission?.risks?.join(', ')],
    [
      'to ratify',
      ratification?.state === 'open'
        ? `submission ${ratification.submission} by ${ratification.approverSlots.join(', ')}`
        : '',
    ],
    ['drafts', notice.draftRevision ? `revision ${notice.draftRevision}` : ''],
    ...links,
    ['alert', notice.alert?.map(({ kind, summary }) => `${kind}: ${summary}`).join('; ')],
    ['you can', notice.allowedCommands?.join(', ')],
    ['version', notice.version],
  ];
}

export function submissionText(submission: SubmissionView): string {
  const { number, digest, approvals, approvalsNeeded, byName, approverSlots } = submission;
  const slots = approverSlots?.length > 0 ? ` (${approverSlots.join(', ')})` : '';
  return `${number} by ${byName}, ${approvals.length} of ${approvalsNeeded} approved${slots}, ${digest}`;
}
