import type { Command, Option } from 'commander';
import { addCommand, addList } from '../command.js';
import { addOutagePack } from './outage-pack.js';
import type { DemoRole } from '../connection.js';
import type { CliDeps } from '../deps.js';
import { parseCount } from '../arguments.js';
import { given, option, reasonOption } from '../options.js';
import type { Reply } from '../../sdk/http.js';
import { renderTable } from '../table.js';
import { spanText } from '../text.js';
import type {
  AlertView,
  CaughtMail,
  NoticeCommandAnswer,
  PauseView,
  ReadyView,
  RebuiltView,
  ReconcilerView,
} from '../view.js';

export function addOpsCommands(program: Command, deps: CliDeps): void {
  const ops = program.command('ops').description('alerts, repairs and enforcement control');
  addAlert(ops, deps);
  addRepair(ops, deps);
  addRebuildAll(ops, deps);
  addParts(ops, deps);
  addReconcile(ops, deps);
  addPauses(ops, deps);
  addOutagePack(ops, deps);
  addOutbox(program.command('outbox').description('mail caught by the embedded desk'), deps);
}

function addAlert(ops: Command, deps: CliDeps): void {
  addList<AlertView>(ops, deps, {
    usage: 'alerts',
    summary: 'list open alerts',
    role: 'ops',
    filters: [option('--kind <kind>', 'only this kind'), option('--since <time>', 'from this time with offset')],
    examples: ['ops alerts', 'ops alerts --kind letter_bounced --json'],
    path: '/v1/ops/alerts',
    columns: [
      { head: 'kind', value: (item) => item.kind },
      { head: 'notice', value: (item) => item.number },
      { head: 'for', value: (item) => spanText(deps.nowMs() - Date.parse(item.since)), align: 'right' },
      { head: 'why', value: (item) => item.summary, max: 100 },
    ],
    empty: 'No open alerts.\n',
  });
}

function addParts(ops: Command, deps: CliDeps): void {
  addCommand(ops, deps, {
    usage: 'parts',
    summary: 'show the health of each component, and the last run or current step of the canary',
    role: 'ops',
    options: [],
    examples: ['ops parts'],
    async run({ reader, show }) {
      const nowMs = deps.nowMs();
      show(await reader.get<ReadyView>('/readyz'), ({ parts }) =>
        renderTable(
          parts,
          [
            { head: 'part', value: (part) => part.name },
            { head: 'state', value: (part) => part.state },
            { head: 'for', value: (part) => spanText(nowMs - Date.parse(part.since)), align: 'right' },
            { head: 'how', value: (part) => part.detail, max: 100 },
          ],
          deps.stdout,
        ),
      );
    },
  });
}

function addReconcile(ops: Command, deps: CliDeps): void {
  addCommand(ops, deps, {
    usage: 'reconcile',
    summary: 'show the last reconciliation of open notices with the engine; findings are alerts',
    role: 'ops',
    options: [],
    examples: ['ops reconcile'],
    async run({ reader, show }) {
      show(await reader.get<ReconcilerView>('/v1/ops/reconciler'), ({ everySeconds, last }) => {
        if (everySeconds === null) return 'off (DESK_RECONCILE_EVERY)\n';
        if (last === null) return 'the first run is in progress\n';
        const { open, looked, unanswered, found, finishedAt } = last;
        const ago = spanText(deps.nowMs() - Date.parse(finishedAt));
        return `${ago} ago: ${open} open notices, ${looked} fully compared, ${unanswered} without an answer, ${found} with a finding\n`;
      });
    },
  });
}

type RepairAnswer = NoticeCommandAnswer<{
  action: string;
  submission?: number;
  targets?: number;
  letters?: number;
  state?: 'requested' | 'closed';
}>;

function addRepair(ops: Command, deps: CliDeps): void {
  addCommand<{ target?: number; to?: string; reason: string }>(ops, deps, {
    usage: 'repair <notice> <action>',
    summary:
      'repair a stuck notice: retry or skip targets, resend letters, reassign, rebuild (the registry, or a missing workflow), force_close (two people)',
    role: 'ops',
    unsafe: true,
    options: [
      option(
        '--target <no>',
        'one target (retry, skip) or one letter (resend); without it, all that qualify',
        parseCount,
      ),
      option('--to <person>', 'reassign: person id or email address'),
      reasonOption(),
    ],
    examples: [
      'ops repair N-2021-000002 retry --reason "The platform has repaired its index"',
      'ops repair N-2021-000002 skip --target 17 --reason "The account was deleted by its owner"',
      'ops repair N-2021-000002 reassign --to reviewer2@desk.example --reason "On leave"',
    ],
    async run(session) {
      const { target, to, reason } = session.options;
      const id = await session.noticeId();
      const body = { action: session.args[1], reason, ...given({ target, to }) };
      await session.send(`/v1/ops/notices/${id}/repair`, body, repairText);
    },
  });
}

/**
 * Works page by page, so that no request takes long. An interrupted run can simply be repeated: notices already rebuilt
 * are not listed again.
 */
function addRebuildAll(ops: Command, deps: CliDeps): void {
  addCommand<{ reason: string }>(ops, deps, {
    usage: 'rebuild-all',
    summary:
      'rebuild every notice you can read whose workflow is missing, stuck or out of step with the registry, as after restoring a backup of the engine',
    role: 'ops',
    unsafe: true,
    options: [reasonOption()],
    examples: ['ops rebuild-all --reason "The engine was restored from last night\'s backup"'],
    async run({ options: { reason }, desk, idempotencyKey, say, show }) {
      const items: RebuiltView['items'] = [];
      let cursor: string | null = null;
      let page = 0;
      for (;;) {
        const body: object = { reason, ...(cursor === null ? {} : { cursor }) };
        const reply: Reply<RebuiltView> = await desk.post<RebuiltView>(
          '/v1/ops/rebuild-all',
          body,
          `${idempotencyKey}/${page}`,
        );
        items.push(...reply.body.items);
        for (const { number, state, why } of reply.body.items)
          say(`${number}  ${state}${why === null ? '' : `: ${why}`}\n`);
        cursor = reply.body.nextCursor;
        page += 1;
        if (cursor !== null) continue;
        const all = { items, nextCursor: null };
        return show({ ...reply, text: JSON.stringify(all), body: all }, describeRebuilt);
      }
    },
  });
}

function describeRebuilt({ items }: RebuiltView): string {
  const failed = items.filter(({ state }) => state === 'failed').length;
  if (items.length === 0) return 'No notice that you can read needs rebuilding.\n';
  const left = failed === 0 ? '' : ` Run it again for the ${failed} that failed.`;
  return `Rebuilt: ${items.length - failed} of ${items.length}.${left}\n`;
}

function repairText({ number, result }: RepairAnswer): string {
  if (result === undefined) return `${number}\n`;
  const { action, submission, targets, letters, state } = result;
  const done = [
    targets === undefined ? '' : `: ${targets} targets of submission ${submission}`,
    letters === undefined ? '' : `: ${letters} letters`,
    state === 'requested' ? ': requested; a second person from ops or counsel must request it too' : '',
  ].find(Boolean);
  return `${number}  ${action}${done ?? ''}\n`;
}

function pauseText({ paused, changed, until, requestedUntil }: PauseView): string {
  const state = paused ? `paused until ${until ?? '?'}` : 'running';
  const pending =
    requestedUntil === null ? '' : `; until ${requestedUntil} once another person confirms it (ops confirm-pause)`;
  return `${state}${changed ? '' : ', unchanged'}${pending}\n`;
}

function addPauses(ops: Command, deps: CliDeps): void {
  const which = option('--notice <notice>', 'only this one; default: all');
  const why = reasonOption();
  const add = ({ usage, act, summary, role = 'ops', options, example }: PauseCommand) =>
    addCommand<{ notice?: string; reason?: string; until?: string }>(ops, deps, {
      usage,
      summary,
      role,
      unsafe: true,
      options,
      examples: [example],
      async run(session) {
        const { notice: named, reason, until } = session.options;
        const notice = named === undefined ? undefined : await session.noticeId(named);
        await session.send(`/v1/ops/enforcement/${act}`, given({ reason, until, notice }), pauseText);
      },
    });
  add({
    usage: 'pause-enforcement',
    act: 'pause',
    summary:
      'pause enforcement on the platform for up to one hour; deadlines keep running. Longer needs another person',
    options: [
      which,
      option('--until <time>', 'when the pause ends by itself, with offset (default: in one hour)'),
      why,
    ],
    example: 'ops pause-enforcement --notice N-2021-000002 --reason "The platform asked us to wait"',
  });
  add({
    usage: 'confirm-pause',
    act: 'confirm',
    summary: 'confirm a pause of more than one hour requested by another person',
    role: 'approver',
    options: [which],
    example: 'ops confirm-pause --notice N-2021-000002',
  });
  add({
    usage: 'resume-enforcement',
    act: 'resume',
    summary: 'resume enforcement on the platform where it stopped',
    options: [which, why],
    example: 'ops resume-enforcement --notice N-2021-000002 --reason "The platform is ready"',
  });
}

interface PauseCommand {
  usage: string;
  act: 'pause' | 'confirm' | 'resume';
  summary: string;
  role?: DemoRole;
  options: Option[];
  example: string;
}

function addOutbox(outbox: Command, deps: CliDeps): void {
  addList<CaughtMail>(outbox, deps, {
    usage: 'list',
    summary: 'list caught mail, newest first',
    role: 'ops',
    examples: ['outbox list --limit 10'],
    path: '/v1/outbox',
    columns: [
      { head: 'at', value: (mail) => mail.receivedAt },
      { head: 'to', value: (mail) => mail.envelope.to.join(' '), max: 50 },
      { head: 'subject', value: (mail) => mail.subject, max: 100 },
    ],
    empty: 'No mail sent yet.\n',
  });
}
