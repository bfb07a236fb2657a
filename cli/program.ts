import { Command, CommanderError } from 'commander';
import { getErrorStack } from '../domain/error-parts.js';
import { addAdminCommands } from './desk/admin.js';
import { addAppealCommands } from './desk/appeals.js';
import { addBackupCommands } from './desk/backup.js';
import { addImportCommands } from './cases/cases.js';
import { addAuditCommands } from './audit/audit.js';
import { addDemoCommands } from './demo/demo-run.js';
import type { CliDeps } from './deps.js';
import { EXIT, RefusedError, UsageError } from './exit.js';
import { addIntakeCommands } from './notices/notices-intake.js';
import { addApprovalCommands } from './notices/notices-approve.js';
import { addCaseCommands } from './notices/notices-case.js';
import { addProposalCommands } from './notices/notices-proposals.js';
import { addCounselCommands } from './notices/notices-counsel.js';
import { FEATURE_COMMANDS } from './features.js';
import { addByHandCommands } from './notices/notices-by-hand.js';
import { addNecessityCommands } from './notices/notices-necessity.js';
import { addEnforcement, addUserNoticeCommands } from './notices/notices-enforcement.js';
import { addDraftCommands } from './notices/notices-drafts.js';
import { addReadingCommands } from './notices/notices-read.js';
import { addReviewCommands } from './notices/notices-review.js';
import { addOfflineCommands } from './rulebook/offline.js';
import { addInboundCommands } from './desk/inbound.js';
import { addReleaseCommands } from './desk/releases.js';
import { addOpsCommands } from './desk/ops.js';
import { addQualityCommands } from './desk/quality.js';
import { addRetentionCommands } from './desk/retention.js';
import { addWebhookCommands } from './desk/webhooks.js';
import { addReportCommands } from './desk/reports.js';
import { addTargetCommands } from './notices/targets.js';
import { addRulebookCommands } from './rulebook/rulebook.js';
import { colours } from './table.js';
import { printable } from './text.js';
import { addWatch } from './notices/watch.js';

const CONNECTION_HELP = `
Connection:
  DESK_URL and DESK_KEY, else the embedded desk of DESK_HOME (default ./data); --as picks one of its demo people.

Exit codes: 0 done, 1 refused or failed, 2 usage error.

Examples:
  $ notice-desk notices list
  $ notice-desk notices show N-2021-000002
  $ notice-desk demo`;

/** Builds the whole command line. Everything external is in `deps`, and nothing here exits the process. */
export function buildProgram(deps: CliDeps): Command {
  const program = new Command('notice-desk')
    .description('Manages government notices: intake, review, approval, enforcement, reporting.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void deps.stdout.write(text),
      writeErr: (text) => void deps.stderr.write(text),
      getOutHelpWidth: () => deps.stdout.columns ?? 100,
      getErrHelpWidth: () => deps.stderr.columns ?? 100,
    })
    .showHelpAfterError('(see --help)')
    .addHelpText('after', CONNECTION_HELP);
  const notices = program.command('notices').description('notices from intake to closing');
  addIntakeCommands(notices, deps);
  addReadingCommands(notices, deps);
  addWatch(notices, deps);
  addEnforcement(notices, deps);
  addByHandCommands(notices, deps);
  addNecessityCommands(notices, deps);
  addReviewCommands(notices, deps);
  addDraftCommands(notices, deps);
  addApprovalCommands(notices, deps);
  addCaseCommands(notices, deps);
  addCounselCommands(notices, deps);
  addProposalCommands(notices, deps);
  addUserNoticeCommands(notices, deps);
  for (const add of FEATURE_COMMANDS) add(notices, deps);
  addTargetCommands(program, deps);
  addInboundCommands(program, notices, deps);
  addOpsCommands(program, deps);
  addReleaseCommands(program, deps);
  addAppealCommands(program, deps);
  addReportCommands(program, deps);
  addQualityCommands(program, deps);
  addAdminCommands(program, deps);
  addImportCommands(program, deps);
  addRetentionCommands(program, deps);
  addWebhookCommands(program, deps);
  addAuditCommands(program, deps);
  addRulebookCommands(program, deps);
  addOfflineCommands(program, deps);
  addDemoCommands(program, deps);
  addBackupCommands(program, deps);
  return program;
}

/** Runs one command line (without node and script) and returns the exit code. */
export async function runCli(args: readonly string[], deps: CliDeps): Promise<number> {
  const program = buildProgram(deps);
  try {
    await program.parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError && error.code === 'commander.unknownCommand')
      deps.stderr.write(formatWhereElse(program, args[0]));
    return report(error, deps);
  }
}

/** commander searches only the groups, so a command typed without its group gets a hint with its full name. */
function formatWhereElse(program: Command, word: string | undefined): string {
  const groups = program.commands.filter(({ commands }) => commands.some((command) => command.name() === word));
  return groups.map((group) => `(Did you mean: ${group.name()} ${word}?)\n`).join('');
}

function report(error: unknown, { stderr }: CliDeps): number {
  const name = colours(stderr).red('notice-desk:');
  // commander has printed its own message; `--help` also arrives as an error, with exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UsageError) {
    stderr.write(`${name} ${printable(error.message)}\n`);
    return EXIT.usage;
  }
  if (error instanceof RefusedError) {
    stderr.write(`${name} ${printable(error.message)}\n`);
    return EXIT.refused;
  }
  stderr.write(`${name} this is a bug in the CLI; please report it with the lines below.\n${getErrorStack(error)}\n`);
  return EXIT.refused;
}
