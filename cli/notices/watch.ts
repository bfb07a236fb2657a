import type { Command } from 'commander';
import { STAGES, type Stage } from '../../domain/notices/notice.js';
import { parseOneOf, parseSpanMs } from '../arguments.js';
import { addCommand, type CommandSession } from '../command.js';
import type { CliDeps } from '../deps.js';
import { DeskProblemError, RefusedError } from '../exit.js';
import type { DeskClient, Reply } from '../../sdk/http.js';
import { option } from '../options.js';
import { dueText, spanText } from '../text.js';
import type { EnforcementView, NoticeView } from '../view.js';

interface WatchOptions {
  until?: Stage;
  timeout: number;
  interval: number;
}

export function addWatch(notices: Command, deps: CliDeps): void {
  addCommand<WatchOptions>(notices, deps, {
    usage: 'watch <notice>',
    summary: 'follow a notice until it reaches a stage (default: closed)',
    role: 'reviewer',
    options: [
      option('--until <stage>', `stop at this stage or a later one: ${STAGES.join(', ')}`, parseOneOf(STAGES)),
      option('--timeout <span>', 'give up after this time, e.g. 90s or 10m, with exit code 1', parseSpanMs).default(
        600_000,
        '10m',
      ),
      option('--interval <span>', 'polling interval', parseSpanMs).default(1000, '1s'),
    ],
    more: 'On a terminal one line is kept up to date; elsewhere each change is one line. --json prints the notice at the end.',
    examples: ['notices watch N-2021-000002 --until in_force --timeout 5m'],
    run: watch,
  });
}

async function watch(session: CommandSession<WatchOptions>): Promise<void> {
  const { deps, options, desk } = session;
  const id = await session.noticeId();
  const until = options.until ?? 'closed';
  const endsAtMs = deps.nowMs() + options.timeout;
  const progress = createProgressLine(session);
  for (;;) {
    const reply = await desk.get<NoticeView>(`/v1/notices/${id}`);
    const notice = reply.body;
    progress.update(progressText(notice, { enforcement: await findEnforcement(desk, notice), nowMs: deps.nowMs() }));
    if (hasReached(notice.stage, until)) return finish(session, { progress, reply });
    if (deps.nowMs() + options.interval > endsAtMs) {
      progress.end();
      throw new RefusedError(
        `${notice.number} is still in ${notice.stage} after ${spanText(options.timeout)}; expected ${until}. Use --timeout to wait longer.`,
      );
    }
    await deps.sleep(options.interval);
  }
}

function finish(
  { options, deps }: CommandSession<WatchOptions>,
  { progress, reply }: { progress: ProgressLine; reply: Reply<NoticeView> },
): void {
  progress.end();
  if (options.json) deps.stdout.write(`${reply.text.trimEnd()}\n`);
}

/** Returns whether the stage is reached or passed: a stage may begin and end between two polls. */
function hasReached(stage: string, until: Stage): boolean {
  return STAGES.findIndex((one) => one === stage) >= STAGES.indexOf(until);
}

async function findEnforcement(desk: DeskClient, { id, stage }: NoticeView): Promise<EnforcementView | null> {
  if (stage === 'triage' || stage === 'review') return null;
  try {
    return (await desk.get<EnforcementView>(`/v1/notices/${id}/enforcement`)).body;
  } catch (error) {
    if (error instanceof DeskProblemError && (error.status === 404 || error.status === 403)) return null;
    throw error;
  }
}

function progressText(
  notice: NoticeView,
  { enforcement, nowMs }: { enforcement: EnforcementView | null; nowMs: number },
): { text: string; extra: string } {
  const parts = [notice.number, notice.stage];
  if (notice.outcome) parts.push(notice.outcome);
  if (notice.stage === 'review' && notice.counts) parts.push(`${notice.counts.undecided ?? 0} undecided`);
  if (notice.stage === 'approval' && notice.submission) {
    parts.push(`${notice.submission.approvals.length} of ${notice.submission.approvalsNeeded} approved`);
  }
  if (enforcement && enforcement.total > 0) {
    const done = enforcement.total - enforcement.pending;
    parts.push(`${done} of ${enforcement.total} enforced`);
    if (enforcement.failed + enforcement.refused > 0)
      parts.push(`${enforcement.failed + enforcement.refused} failed or refused`);
  }
  const due = notice.nextDue ? `, ${notice.nextDue.kind} due ${dueText(notice.nextDue.dueAt, nowMs)}` : '';
  return { text: parts.join('  '), extra: due };
}

export interface ProgressLine {
  update(line: { text: string; extra: string }): void;
  end(): void;
}

/**
 * Keeps one line up to date on a terminal; elsewhere prints a line per change. `extra` varies with time and does not
 * count as a change.
 */
export function createProgressLine({ deps, options }: CommandSession<object>): ProgressLine {
  const sink = options.json ? deps.stderr : deps.stdout;
  let shown: string | null = null;
  if (sink.isTTY) {
    return {
      update: ({ text, extra }) => {
        shown = `${text}${extra}`.slice(0, Math.max(20, (sink.columns ?? 80) - 1));
        sink.write(`\r\u001b[2K${shown}`);
      },
      end: () => void (shown === null || sink.write('\n')),
    };
  }
  return {
    update: ({ text }) => {
      if (text !== shown) sink.write(`${text}\n`);
      shown = text;
    },
    end: () => undefined,
  };
}
