import type { Command } from 'commander';
import { ORDER_STATUSES } from '../../domain/orders/order-status.js';
import { OUTCOMES, PRIORITIES } from '../../domain/notices/notice.js';
import { parseOneOf } from '../arguments.js';
import { addCommand, addList, type ListOptions, type CommandSession, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { listOptions, option } from '../options.js';
import { renderNotice } from './notice-text.js';
import {
  clockColumns,
  CORRESPONDENCE_COLUMNS,
  LETTER_COLUMNS,
  noticeColumns,
  PROPOSAL_COLUMNS,
  TARGET_COLUMNS,
  TIMELINE_COLUMNS,
  updateText,
} from './columns.js';
import type {
  ClockView,
  CorrespondencePage,
  CorrespondenceView,
  LetterView,
  NoticeView,
  ProposalView,
  RestrictionView,
  TargetView,
  TimelineEntry,
} from '../view.js';

interface ShowOptions extends ListOptions {
  targets?: boolean;
  timeline?: boolean;
  letters?: boolean;
  correspondence?: boolean;
  proposals?: boolean;
  clocks?: boolean;
  action?: string;
  status?: string;
  type?: string;
  flag?: string;
  problem?: string;
  protected?: string;
  q?: string;
}

export function addReadingCommands(notices: Command, deps: CliDeps): void {
  addNoticeList(notices, deps);
  addShow(notices, deps);
  addRestrictions(notices, deps);
}

function addNoticeList(notices: Command, deps: CliDeps): void {
  addList<NoticeView>(notices, deps, {
    usage: 'list',
    summary: 'list notices, nearest deadline of ours first',
    role: 'reviewer',
    filters: [
      option('--stage <stage>', 'triage, review, approval, enforcement, reporting, in_force or closed'),
      option('--outcome <outcome>', `one of ${OUTCOMES.join(', ')}`),
      option('--kind <kind>', 'kind of notice'),
      option('--jurisdiction <code>', 'country of the law'),
      option('--regime <id>', 'law'),
      option('--authority <id>', 'issuing authority'),
      option('--assignee <person>', 'assigned person'),
      option('--order-status <status>', `order status: ${ORDER_STATUSES.join(', ')}`, parseOneOf(ORDER_STATUSES)),
      option('--priority <priority>', `priority: ${PRIORITIES.join(', ')}`, parseOneOf(PRIORITIES)),
      option('--alert', 'only notices with an open alert'),
      option('--overdue', 'only notices with a deadline of ours overdue'),
      option('--due-before <time>', 'our deadline is before this time, with offset'),
      option('--q <text>', 'search number, reference, subject, …'),
      option('--sort <order>', 'due (default), received, consequence: highest risk first, or priority'),
    ],
    examples: ['notices list --stage review', 'notices list --overdue --json', 'notices list --q N-2021-000002'],
    path: '/v1/notices',
    columns: ({ sort }) => noticeColumns(deps.nowMs(), sort),
    empty: 'No notices match.\n',
  });
}

function addShow(notices: Command, deps: CliDeps): void {
  addCommand<ShowOptions>(notices, deps, {
    usage: 'show <notice>',
    summary: 'show one notice: facts, counts, clocks, submission, links, what you can do; or one of its lists',
    role: 'reviewer',
    options: [
      option('--targets', 'targets with decisions'),
      option('--timeline', 'timeline, oldest first'),
      option('--letters', 'letters to the authority'),
      option('--correspondence', 'letters, replies and meetings, oldest first'),
      option('--proposals', 'proposals by both sides and their outcome'),
      option('--clocks', 'all clocks'),
      option('--action <action>', 'with --targets: only this action').implies({ targets: true }),
      option('--status <status>', 'with --targets: only this status').implies({ targets: true }),
      option('--type <type>', 'with --targets: only this type').implies({ targets: true }),
      option('--flag <flag>', 'with --targets: only with this flag; any, or none').implies({ targets: true }),
      option('--problem <problem>', 'with --targets: only with this problem; any, or none').implies({ targets: true }),
      option('--protected <class>', 'with --targets: only this protected class; any, or none').implies({
        targets: true,
      }),
      option('--q <text>', 'with --targets: only with this text in the locator').implies({ targets: true }),
      ...listOptions(),
    ],
    examples: ['notices show N-2021-000002', 'notices show N-2021-000002 --targets --status undecided --limit 200'],
    run: showNotice,
  });
}

async function showNotice(session: CommandSession<ShowOptions>): Promise<void> {
  const { options, deps } = session;
  const id = await session.noticeId();
  const path = `/v1/notices/${id}`;
  const nowMs = deps.nowMs();
  if (options.targets) {
    const { action, status, type, flag, problem, protected: protectedClass, q } = options;
    const query = { action, status, type, flag, problem, protected: protectedClass, q };
    const list = { path: `${path}/targets`, query, columns: TARGET_COLUMNS };
    return showList<TargetView>(session, { ...list, empty: 'No targets match.\n' });
  }
  if (options.timeline) {
    const list = { path: `${path}/timeline`, columns: TIMELINE_COLUMNS };
    return showList<TimelineEntry>(session, { ...list, empty: 'No entries yet.\n' });
  }
  if (options.letters) {
    return showList<LetterView>(session, { path: `${path}/letters`, columns: LETTER_COLUMNS, empty: 'No letters.\n' });
  }
  if (options.correspondence) {
    const list = { path: `${path}/correspondence`, columns: CORRESPONDENCE_COLUMNS, foot: updateText };
    return showList<CorrespondenceView, CorrespondencePage>(session, { ...list, empty: 'No correspondence yet.\n' });
  }
  if (options.proposals) {
    const list = { path: `${path}/proposals`, columns: PROPOSAL_COLUMNS, empty: 'No proposals.\n' };
    return showList<ProposalView>(session, list);
  }
  if (options.clocks) {
    return showList<ClockView>(session, {
      path: `${path}/clocks`,
      columns: clockColumns(nowMs),
      empty: 'No clocks.\n',
    });
  }
  return session.read<NoticeView>(path, (notice) => renderNotice(notice, nowMs));
}

function addRestrictions(notices: Command, deps: CliDeps): void {
  addList<RestrictionView>(notices, deps, {
    usage: 'restrictions',
    summary: 'list restrictions in force on the platform and the notices behind them',
    role: 'reviewer',
    filters: [option('--type <type>', 'type of target'), option('--locator <locator>', 'one target')],
    examples: ['notices restrictions --type account --locator @kisan_example_0001'],
    path: '/v1/restrictions',
    columns: [
      { head: 'type', value: (row) => row.type },
      { head: 'locator', value: (row) => row.locator, max: 70 },
      { head: 'where', value: (row) => (row.everywhere ? 'everywhere' : row.countries.join(' ')) },
      { head: 'since', value: (row) => row.since },
      { head: 'notices', value: (row) => row.supportedBy.length, align: 'right' },
    ],
    empty: 'No restrictions.\n',
  });
}
