import type { Command } from 'commander';
import { buildFebruary2021 } from './february-2021.js';
import { addCommand, type CommandSession } from '../command.js';
import { deskHome } from '../connection.js';
import { playDemo } from './demo-run.js';
import { type DemoState, findDemoState } from './demo-state.js';
import type { CliDeps } from '../deps.js';
import { DeskProblemError } from '../exit.js';
import { stateLine } from '../notices/act.js';
import type { NoticeView } from '../view.js';

export function addDemoCommands(program: Command, deps: CliDeps): void {
  const demo = program.command('demo').description('the February 2021 case on the embedded desk');
  addCommand(demo, deps, {
    usage: 'status',
    isDefault: true,
    summary: 'where the case stands (default)',
    role: 'reviewer',
    examples: ['demo', 'demo status --json'],
    run: showStatus,
  });
  addCommand(demo, deps, {
    usage: 'load',
    summary: 'resume loading the case, or load it again',
    role: 'reviewer',
    examples: ['demo load'],
    async run(session) {
      const { options } = session;
      const sink = options.json ? deps.stderr : deps.stdout;
      await playDemo(deps, { again: true, say: (line) => void sink.write(`${line}\n`) });
      await showStatus(session);
    },
  });
}

async function showStatus(session: CommandSession<object>): Promise<void> {
  const { deps, options } = session;
  const state = findDemoState(deskHome(deps.env));
  const notices = state ? await readNotices(session, state) : [];
  if (options.json) {
    const loaded = state?.finishedAt ?? null;
    deps.stdout.write(`${JSON.stringify({ loadedAt: loaded, done: state?.done ?? [], notices })}\n`);
    return;
  }
  session.say(state === null ? 'The case is not loaded. Load it: notice-desk demo load' : describe(state, notices));
}

async function readNotices({ desk }: CommandSession<object>, state: DemoState): Promise<NoticeView[]> {
  const notices: NoticeView[] = [];
  for (const { id } of Object.values(state.notices)) {
    try {
      notices.push((await desk.get<NoticeView>(`/v1/notices/${id}`)).body);
    } catch (error) {
      // The home's data may have been replaced while the state file stayed.
      if (!(error instanceof DeskProblemError && error.status === 404)) throw error;
    }
  }
  return notices;
}

function describe(state: DemoState, notices: readonly NoticeView[]): string {
  const { steps } = buildFebruary2021({ nowMs: state.nowMs });
  const lines = state.finishedAt
    ? [`The case is loaded (${state.finishedAt}).`]
    : [`${state.done.length} of ${steps.length} steps are loaded. Continue: notice-desk demo load`];
  for (const notice of notices) lines.push(`  ${stateLine(notice)}  ${notice.subject ?? ''}`);
  const open = notices.find(({ stage, counts }) => stage === 'review' && (counts?.undecided ?? 0) > 0);
  if (open) {
    lines.push(
      `\n${open.number} is waiting for your decisions on ${open.counts?.undecided} targets:`,
      `  notice-desk notices show ${open.number} --targets`,
      `  notice-desk notices decide ${open.number} --protected --to push_back --ground protected_speech`,
      `  notice-desk notices decide ${open.number} --q activist --to push_back --ground protected_speech`,
      `  notice-desk notices decide ${open.number} --q spam --to remove_rules --ground own_rules`,
      `  notice-desk notices decide ${open.number} --undecided --to withhold --ground complied_under_protest --country IN`,
      `  notice-desk notices submit-decisions ${open.number} --language en`,
      `  notice-desk notices approve ${open.number}`,
      `  notice-desk notices approve ${open.number} --as counsel`,
    );
  }
  return `${lines.join('\n')}\n`;
}
