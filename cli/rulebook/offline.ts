import type { Command } from 'commander';
import {
  answerClockLine,
  isVector,
  verifyClockReceipt,
  verifyVector,
  type Vector,
} from '../../domain/clock-arithmetic/index.js';
import { GROUNDS_BY_ACTION } from '../../domain/targets/ground.js';
import { DECISION_ACTIONS } from '../../domain/targets/decision-action.js';
import { PERMISSION_TABLE, PERMISSIONS, ROLES } from '../../domain/people/permission.js';
import type { CliDeps } from '../deps.js';
import { RefusedError, UsageError } from '../exit.js';
import { readInput, readInputLines } from '../input.js';
import { renderTable } from '../table.js';
import { plural } from '../text.js';

export function addOfflineCommands(program: Command, deps: CliDeps): void {
  addPermissions(program, deps);
  addGrounds(program, deps);
  addClock(program, deps);
}

function addPermissions(program: Command, deps: CliDeps): void {
  program
    .command('permissions')
    .description('roles and their permissions (offline)')
    .option('--json', 'permissions by role as JSON')
    .addHelpText('after', '\nExamples:\n  $ notice-desk permissions\n  $ notice-desk permissions --json')
    .action(({ json }: { json?: boolean }) => {
      if (json) {
        deps.stdout.write(`${JSON.stringify(PERMISSION_TABLE)}\n`);
        return;
      }
      const roles = ROLES.map((role) => ({
        head: role,
        value: (permission: (typeof PERMISSIONS)[number]) =>
          PERMISSION_TABLE[role].includes(permission) ? 'yes' : '-',
      }));
      const columns = [{ head: 'permission', value: (permission: string) => permission }, ...roles];
      deps.stdout.write(renderTable(PERMISSIONS, columns, { write: () => true }));
    });
}

function addGrounds(program: Command, deps: CliDeps): void {
  program
    .command('grounds')
    .description('actions and their grounds (offline)')
    .option('--json', 'grounds by action as JSON')
    .addHelpText('after', '\nExamples:\n  $ notice-desk grounds')
    .action(({ json }: { json?: boolean }) => {
      if (json) {
        deps.stdout.write(`${JSON.stringify(GROUNDS_BY_ACTION)}\n`);
        return;
      }
      const columns = [
        { head: 'action', value: (action: (typeof DECISION_ACTIONS)[number]) => action },
        { head: 'grounds', value: (action: (typeof DECISION_ACTIONS)[number]) => GROUNDS_BY_ACTION[action].join(' ') },
      ];
      deps.stdout.write(renderTable(DECISION_ACTIONS, columns, { write: () => true }));
    });
}

function addClock(program: Command, deps: CliDeps): void {
  const clock = program.command('clock').description('clock arithmetic (offline)');
  clock
    .command('compute')
    .description('compute due times: one JSON object per line from standard input, one result per line')
    .option('--json', 'accepted for consistency; the output is always JSON')
    .addHelpText(
      'after',
      `\nAn invalid line gets an error and the rest continue; the exit code is then 1.\n\nExamples:\n  $ echo '{"id":"c1","zone":"Asia/Kolkata","start":"2026-02-19T23:50:00+05:30","rule":{"amount":36,"unit":"hour"}}' | notice-desk clock compute`,
    )
    .action(() => computeClocks(deps));
  clock
    .command('verify')
    .argument(
      '<file>',
      'a clock from GET …/clocks, only its receipt, or test vectors, one per line; `-` reads standard input',
    )
    .description('recompute a deadline receipt or test vectors and print `valid` or the differences')
    .option('--json', 'print { valid, differences } as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ notice-desk clock verify clock.json\n  $ notice-desk clock verify rulebook/vectors/IN-ITR-3-1-D.ndjson',
    )
    .action((file: string, { json }: { json?: boolean }) => verifyClock(deps, file, json === true));
}

function parseStored(text: string, file: string): { clock: unknown } | { vectors: Vector[] } {
  const whole = parseJson(text);
  if (whole !== undefined) return isVector(whole) ? { vectors: [whole] } : { clock: whole };
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const vectors = lines.map(parseJson).filter(isVector);
  if (lines.length > 1 && vectors.length === lines.length) return { vectors };
  throw new UsageError(
    `${file} is neither JSON nor test vectors. Give a clock as \`notices show ID --clocks --json\` prints it, or one vector a line.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function verifyClock({ stdin, stdout }: CliDeps, file: string, json: boolean): Promise<void> {
  const stored = parseStored(await readInput(file, stdin), file);
  const differences = 'vectors' in stored ? stored.vectors.flatMap(verifyVector) : verifyClockReceipt(stored.clock);
  const valid = differences.length === 0;
  const vectors = 'vectors' in stored ? { vectors: stored.vectors.length } : {};
  if (json) stdout.write(`${JSON.stringify({ valid, ...vectors, differences })}\n`);
  else if (valid) stdout.write('vectors' in stored ? `valid: ${plural(stored.vectors.length, 'vector')}\n` : 'valid\n');
  if (!valid) throw new RefusedError(differences.join('\n'));
}

async function computeClocks({ stdin, stdout }: CliDeps): Promise<void> {
  let bad = 0;
  for await (const line of readInputLines(stdin)) {
    const answer = answerClockLine(line);
    if (answer === undefined) continue;
    if ('error' in answer) bad += 1;
    stdout.write(`${JSON.stringify(answer)}\n`);
  }
  if (bad > 0)
    throw new RefusedError(`${bad === 1 ? 'One line' : `${bad} lines`} could not be computed; see "error" there.`);
}
