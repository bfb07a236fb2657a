import { formatUnits } from '../../domain/clock-arithmetic/index.js';
import type { TableColumn } from '../table.js';
import { dueText } from '../text.js';
import type {
  ClockView,
  CorrespondencePage,
  CorrespondenceView,
  LetterView,
  NoticeView,
  ProposalView,
  TargetView,
  TimelineEntry,
} from '../view.js';
import { pressingText } from './notice-text.js';

export function noticeColumns(nowMs: number, sort: unknown): TableColumn<NoticeView>[] {
  const breach: TableColumn<NoticeView> = {
    head: 'risk',
    value: ({ consequence }) => (consequence === 'unknown' ? '' : consequence),
  };
  const priority: TableColumn<NoticeView> = { head: 'priority', value: (notice) => notice.priority ?? '' };
  return [
    { head: 'number', value: ({ number }) => number },
    { head: 'stage', value: stageText },
    { head: 'kind', value: ({ kind }) => kind },
    { head: 'authority', value: ({ authority }) => authority?.name, max: 28 },
    { head: 'due', value: (notice) => pressingText(notice, nowMs) },
    ...(sort === 'consequence' ? [breach] : []),
    ...(sort === 'priority' ? [priority] : []),
    { head: 'targets', value: ({ counts }) => counts?.targets ?? '', align: 'right' },
    { head: 'title', value: ({ subject, reference }) => subject || reference || '', max: 60 },
  ];
}

function stageText({ stage, outcome, orderStatus = 'in_effect' }: NoticeView): string {
  const order = orderStatus === 'in_effect' ? '' : `, order ${orderStatus}`;
  return `${stage}${outcome ? ` (${outcome})` : ''}${order}`;
}

function userNoticeText(userNotice: TargetView['userNotice']): string {
  if (!userNotice) return '';
  const when =
    userNotice.until === null ? userNotice.decision : `${userNotice.decision} ${userNotice.until.replaceAll('_', ' ')}`;
  return userNotice.message ? `${when}, ${userNotice.message.state.replaceAll('_', ' ')}` : when;
}

export const TARGET_COLUMNS: TableColumn<TargetView>[] = [
  { head: 'no', value: ({ no }) => no, align: 'right' },
  { head: 'type', value: ({ type }) => type },
  { head: 'locator', value: ({ locator }) => locator, max: 60 },
  { head: 'status', value: ({ status }) => status },
  { head: 'action', value: ({ decision }) => decision?.action },
  { head: 'grounds', value: ({ decision }) => decision?.grounds.join(' '), max: 30 },
  { head: 'countries', value: ({ decision }) => decision?.countries?.join(' ') },
  { head: 'protected', value: ({ protectedClass }) => protectedClass },
  { head: 'user notice', value: ({ userNotice }) => userNoticeText(userNotice) },
  { head: 'verified', value: ({ proof }) => (proof?.state === 'no_state' ? '' : proof?.state) },
  {
    head: 'remarks',
    value: ({ problem, skipped, flags }) =>
      [problem, skipped ? 'skipped' : '', ...(flags ?? [])].filter(Boolean).join(' '),
  },
];

export const LETTER_COLUMNS: TableColumn<LetterView>[] = [
  { head: 'n', value: ({ n }) => n, align: 'right' },
  { head: 'kind', value: ({ kind }) => kind },
  { head: 'language', value: ({ language }) => language },
  { head: 'state', value: ({ state }) => state },
  { head: 'sent', value: ({ sentAt }) => sentAt },
  { head: 'to', value: ({ to }) => to, max: 40 },
  { head: 'subject', value: ({ subject }) => subject, max: 80 },
];

function penaltyText({ penalty }: ClockView): string {
  if (!penalty) return '';
  if (penalty.penalties.length === 0) return 'none on record';
  return penalty.penalties.map(({ text, fallsOn }) => `${fallsOn.join(', ').replaceAll('_', ' ')}: ${text}`).join(' ');
}

export function clockColumns(nowMs: number): TableColumn<ClockView>[] {
  return [
    { head: 'kind', value: ({ kind }) => kind },
    { head: 'owner', value: ({ owner }) => owner },
    { head: 'state', value: ({ state }) => state },
    { head: 'due at', value: ({ dueAt }) => dueAt },
    { head: 'due', value: ({ state, dueAt }) => (state === 'running' ? dueText(dueAt, nowMs) : '') },
    { head: 'met at', value: ({ metAt }) => metAt },
    {
      head: 'user notice',
      value: ({ escalation }) =>
        (escalation ?? [])
          .filter((step) => step.firedAt)
          .map((step) => step.level)
          .join(' '),
    },
    { head: 'requested until', value: ({ pendingExtension }) => pendingExtension?.to },
    { head: 'penalty', value: penaltyText, max: 60 },
    { head: 'from', value: sourceText },
    { head: 'moved', value: movedText },
    { head: 'id', value: ({ id }) => id },
  ];
}

function movedText({ moves }: ClockView): string {
  if (moves.length === 0) return '';
  return moves.length === 1 ? 'once' : `${moves.length} times`;
}

function sourceText({ basis, confidence, review }: ClockView): string {
  const doubts = [
    confidence === 'from_memory' ? 'from memory' : '',
    review?.state === 'expired' ? 'review expired' : '',
    (review?.mistakes ?? []).length > 0 ? 'found incorrect' : '',
  ].filter(Boolean);
  return [basis, doubts.length === 0 ? '' : `(${doubts.join(', ')})`].filter(Boolean).join(' ');
}

export const PROPOSAL_COLUMNS: TableColumn<ProposalView>[] = [
  { head: 'n', value: ({ n }) => n, align: 'right' },
  { head: 'by', value: ({ by }) => by },
  { head: 'state', value: ({ state }) => state },
  { head: 'content', value: offerText, max: 80 },
  { head: 'beyond the order', value: ({ beyond }) => (beyond === 0 ? '' : `${beyond} targets`) },
  { head: 'source', value: documentText },
  { head: 'at', value: ({ at }) => at },
];

function offerText({ kind, targets, countries, until, words }: ProposalView): string {
  const said = [targets?.join(','), countries?.join(','), until, words].filter(Boolean).join(' ');
  return `${kind}: ${said}`;
}

function documentText({ document: { letter, reply, document } }: ProposalView): string {
  if (letter !== null) return `letter ${letter}`;
  if (reply !== null) return `reply ${reply}`;
  return document === null ? 'meeting' : document.slice(0, 12);
}

const STOPS: Record<string, string> = {
  answered: 'none: the authority has its answer',
  sender_not_known: 'none: nothing shows that the notice is from that authority',
  no_recipient: 'none: the directory has no verified address for letters',
};

export function updateText({ statusUpdate }: CorrespondencePage): string {
  if (!statusUpdate) return '';
  const { dueAt, every, asks, stop } = statusUpdate;
  const when = stop === null ? `due ${dueAt}` : (STOPS[stop] ?? stop);
  return `next status update: ${when} (every ${formatUnits(every.amount, every.unit)}, requested by the ${asks})\n`;
}

export const CORRESPONDENCE_COLUMNS: TableColumn<CorrespondenceView>[] = [
  { head: 'at', value: ({ at }) => at },
  { head: 'content', value: ({ kind, letter, interim }) => (interim ? 'status_update (interim)' : (letter ?? kind)) },
  { head: 'state', value: ({ state, isRead }) => state ?? (isRead === false ? 'unread' : '') },
  { head: 'answer due', value: ({ waits }) => (waits?.state === 'running' ? waits.dueAt : '') },
  { head: 'answered', value: ({ waits }) => waits?.answeredAt },
  { head: 'with', value: (item) => item.with, max: 40 },
  { head: 'subject', value: ({ subject }) => subject, max: 60 },
];

export const TIMELINE_COLUMNS: TableColumn<TimelineEntry>[] = [
  { head: 'at', value: ({ at }) => at },
  { head: 'who', value: ({ actor }) => actor.name ?? actor.kind, max: 28 },
  { head: 'action', value: ({ action }) => action },
  {
    head: 'detail',
    value: ({ detail }) => detailText(detail ?? {}),
    max: 100,
  },
];

function detailText({ read, ...rest }: Record<string, unknown>): string {
  const kept = typeof read === 'object' ? { ...read, ...rest } : { ...(read === undefined ? {} : { read }), ...rest };
  return Object.keys(kept).length > 0 ? JSON.stringify(kept) : '';
}
