import type { CommandSession } from '../command.js';
import { renderTable, type TableColumn } from '../table.js';
import { plural, printable } from '../text.js';
import type { PendingRevision, RevisionPage } from '../view.js';

export function renderPending(pending: PendingRevision, session: CommandSession<object>): string {
  const { clocks, notices, unknown } = pending;
  const lost =
    unknown.clocks === 0
      ? ''
      : `${plural(unknown.clocks, 'clock')} cannot be compared and will not move: ${printable(unknown.why.join(' '))}\n`;
  if (clocks === 0) return `No open clock would move.\n${lost}`;
  const head = `${plural(clocks, 'clock')} of ${plural(notices, 'notice')} would move. Nothing moves until two people have approved.\n`;
  return `${head}${renderMoves(pending, session)}${lost}`;
}

export function renderMoves(
  { items, nextCursor }: PendingRevision | RevisionPage,
  { deps }: CommandSession<object>,
): string {
  const columns: TableColumn<(PendingRevision | RevisionPage)['items'][number]>[] = [
    { head: 'notice', value: ({ number }) => number },
    { head: 'clock', value: ({ kind }) => kind },
    { head: 'from', value: ({ from }) => from ?? 'paused' },
    { head: 'to', value: ({ to }) => to ?? 'paused' },
    { head: 'why', value: (move) => ('why' in move ? move.why.join(' ') : move.state) },
  ];
  const table = items.length === 0 ? '' : renderTable(items, columns, deps.stdout);
  const more = nextCursor === null ? '' : `More results: --cursor ${nextCursor}\n`;
  return `${table}${more}`;
}
