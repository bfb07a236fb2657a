import { formatUnits } from '../../domain/clock-arithmetic/index.js';
import type { Page } from '../../sdk/http.js';
import type { TableColumn } from '../table.js';
import type { CorrespondenceView, ProposalView, StatusUpdateView } from '../view.js';

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

interface CorrespondencePage extends Page<CorrespondenceView> {
  statusUpdate?: StatusUpdateView | null;
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
