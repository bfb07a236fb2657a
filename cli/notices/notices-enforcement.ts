import type { Command } from 'commander';
import { parseCount } from '../arguments.js';
import { addCommand, type CommandSession } from '../command.js';
import type { CliDeps } from '../deps.js';
import { option, reasonOption, OPTION_HELP } from '../options.js';
import { addAct } from './act.js';
import { dueText } from '../text.js';
import type { EnforcementView, UserMessages } from '../view.js';
import { createProgressLine } from './watch.js';

interface EnforcementOptions {
  submission?: number;
  watch?: boolean;
}

const POLL_EVERY_MS = 1_000;

export function addEnforcement(notices: Command, deps: CliDeps): void {
  addCommand<EnforcementOptions>(notices, deps, {
    usage: 'enforcement <notice>',
    summary: 'show enforcement progress on the platform, its rate, and what was verified',
    role: 'reviewer',
    options: [
      option('--submission <number>', 'a submission other than the latest', parseCount),
      option('--watch', 'follow it until it finishes'),
    ],
    more: 'On a terminal --watch keeps one line up to date; elsewhere each change is one line. --json prints the progress at the end.',
    examples: ['notices enforcement N-2021-000002', 'notices enforcement N-2021-000002 --watch'],
    run: showEnforcement,
  });
}

async function showEnforcement(session: CommandSession<EnforcementOptions>): Promise<void> {
  const { deps, desk, options } = session;
  const id = await session.noticeId();
  const readEnforcement = () =>
    desk.get<EnforcementView>(`/v1/notices/${id}/enforcement`, { submission: options.submission });
  if (options.watch !== true) {
    session.show(await readEnforcement(), (progress) => {
      const { text, extra } = enforcementText(progress, deps.nowMs());
      return `${text}${extra}\n`;
    });
    return;
  }
  const line = createProgressLine(session);
  for (;;) {
    const reply = await readEnforcement();
    line.update(enforcementText(reply.body, deps.nowMs()));
    if (reply.body.finishedAt != null || reply.body.total === 0) {
      line.end();
      if (options.json) deps.stdout.write(`${reply.text.trimEnd()}\n`);
      return;
    }
    await deps.sleep(POLL_EVERY_MS);
  }
}

function enforcementText(progress: EnforcementView, nowMs: number): { text: string; extra: string } {
  const { submission, total, pending, failed, refused, rate, etaAt, paused, proof } = progress;
  const parts = [`submission ${submission}`, `${total - pending} of ${total} targets`];
  if (failed + refused > 0) parts.push(`${failed + refused} failed or refused`);
  if (paused != null) parts.push(`paused by ${paused.by}: ${paused.reason}`);
  if (progress.finishedAt != null) parts.push('finished');
  if (proof != null) {
    parts.push(`${proof.proven} verified${proof.mismatch > 0 ? `, ${proof.mismatch} differ on the platform` : ''}`);
  }
  // Rate and end time change with every poll and do not count as a change.
  const extra = [rate == null ? '' : `${rate} a second`, etaAt == null ? '' : `done ${dueText(etaAt, nowMs)}`];
  return {
    text: parts.join('  '),
    extra: extra
      .filter(Boolean)
      .map((text) => `  ${text}`)
      .join(''),
  };
}

export function addUserNoticeCommands(notices: Command, deps: CliDeps): void {
  addAct<{ reason: string; otherwise?: boolean }, UserMessages>(notices, deps, {
    usage: 'notify-users',
    summary: 'retry user notices that the platform refused, or record that the users were notified in another way',
    role: 'reviewer',
    options: [
      reasonOption(OPTION_HELP.reason),
      option('--otherwise', 'the users were notified in another way: send no message'),
    ],
    examples: [
      'notices notify-users N-2021-000002 --reason "The platform has lifted its block"',
      'notices notify-users N-2021-000002 --otherwise --reason "Notified by letter of 3 March"',
    ],
    body: ({ options: { otherwise, reason } }) => ({
      action: otherwise === true ? 'notified_otherwise' : 'again',
      reason,
    }),
    human: ({ messages }) => `${messages} messages\n`,
  });
}
