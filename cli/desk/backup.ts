import type { Command } from 'commander';
import { resolve } from 'node:path';
import { z } from 'zod';
import { deskHome } from '../connection.js';
import type { CliDeps } from '../deps.js';
import { RefusedError } from '../exit.js';
import { printable } from '../text.js';

const madeOf = z.object({ takenAt: z.string(), running: z.boolean(), files: z.int(), bytes: z.int() });
const answered = z.union([madeOf, z.object({ problem: z.string() })]);
type Made = z.infer<typeof madeOf>;

/** Backups of an embedded desk or a cluster with one home. Works on local files and calls no desk. */
export function addBackupCommands(program: Command, deps: CliDeps): void {
  const run = async (task: object, { json }: { json?: boolean }, human: (made: Made) => string) => {
    const { code, stdout } = await deps.runProgram('backup', JSON.stringify(task));
    // Without output on stdout the program crashed, and its stack is already on stderr.
    if (stdout === '') throw new RefusedError(`the program ended with ${code}`);
    const answer = answered.parse(JSON.parse(stdout));
    if ('problem' in answer) throw new RefusedError(answer.problem);
    deps.stdout.write(json ? stdout : `${printable(human(answer))}\n`);
  };
  program
    .command('backup')
    .argument('<file>', 'the file to write')
    .description('copy registry, engine and keys of the desk of DESK_HOME into one file, while it works or at rest')
    .option('--without-keys', 'leave secrets.json out, to be kept elsewhere')
    .option('--json', 'print what was made as JSON')
    .addHelpText(
      'after',
      `
Whoever has the file with its keys has everything: encrypt it, or take it --without-keys.

Examples:
  $ notice-desk backup /backup/desk-2026-11-28.zip
  $ notice-desk backup /backup/desk.zip --without-keys`,
    )
    .action(async (file: string, options: { withoutKeys?: boolean; json?: boolean }) => {
      const task = { act: 'backup', home: deskHome(deps.env), file: resolve(file) };
      const withoutKeys = options.withoutKeys === true;
      await run(
        { ...task, withoutKeys },
        options,
        (made) =>
          `${file}: the desk as of ${made.takenAt}, ${made.files} files, ${inMegabytes(made.bytes)}${withoutKeys ? ', without keys' : ''}`,
      );
    });
  program
    .command('restore')
    .argument('<file>', 'a file that `backup` has written')
    .description('make the home of a desk (DESK_HOME) out of a backup; start the desk on it afterwards')
    .option('--keys <file>', 'secrets.json of the desk, for a backup taken --without-keys')
    .option('--verify', 'only hold the file against its own list of hashes')
    .option('--json', 'print what was made as JSON')
    .addHelpText(
      'after',
      `
Nothing is sent to the platform by a restored desk before the two were compared and ops or counsel has resumed
enforcement: notice-desk ops attention tells.

Examples:
  $ notice-desk restore /backup/desk.zip --verify
  $ DESK_HOME=/srv/desk notice-desk restore /backup/desk.zip`,
    )
    .action(async (file: string, options: { keys?: string; verify?: boolean; json?: boolean }) => {
      const [act, home] = [options.verify ? 'verify' : 'restore', deskHome(deps.env)];
      const keys = options.keys === undefined ? {} : { keys: resolve(options.keys) };
      await run({ act, home, file: resolve(file), ...keys }, options, (made) =>
        options.verify
          ? `${file}: whole, the desk as of ${made.takenAt}, ${made.files} files, ${inMegabytes(made.bytes)}`
          : `${home}: the desk as of ${made.takenAt}. Start it: DESK_HOME=${home} npm start (a cluster: npm run cluster)`,
      );
    });
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_048_576)} MB`;
}
