import type { Command } from 'commander';
import { resolve } from 'node:path';
import { z } from 'zod';
import { deskHome } from '../connection.js';
import type { CliDeps } from '../deps.js';
import { RefusedError } from '../exit.js';
import { printable } from '../text.js';
import { OPTION_HELP } from '../options.js';

const madeOf = z.object({ takenAt: z.string(), running: z.boolean(), files: z.int(), bytes: z.int() });
const answered = z.union([madeOf, z.object({ problem: z.string() })]);
type Made = z.infer<typeof madeOf>;

/** Backups of an embedded desk or a cluster with one home. Works on local files and calls no desk. */
export function addBackupCommands(program: Command, deps: CliDeps): void {
  const run = async (task: object, { json }: { json?: boolean }, human: (made: Made) => string) => {
    const { code, stdout } = await deps.runProgram('backup', JSON.stringify(task));
    // Without output on stdout the program crashed, and its stack is already on stderr.
    if (stdout === '') throw new RefusedError(`the program exited with ${code}`);
    const answer = answered.parse(JSON.parse(stdout));
    if ('problem' in answer) throw new RefusedError(answer.problem);
    deps.stdout.write(json ? stdout : `${printable(human(answer))}\n`);
  };
  program
    .command('backup')
    .argument('<file>', 'the file to write')
    .description('back up the registry, engine and keys of the desk in DESK_HOME into one file, running or stopped')
    .option('--without-keys', 'leave out secrets.json; store it elsewhere')
    .option('--json', OPTION_HELP.json)
    .addHelpText(
      'after',
      `
A backup with keys gives full access to the desk: encrypt it, or use --without-keys.

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
    .argument('<file>', 'a file written by `backup`')
    .description('restore a backup into the home of a desk (DESK_HOME); start the desk on it afterwards')
    .option('--keys <file>', "the desk's secrets.json, for a backup taken with --without-keys")
    .option('--verify', 'only check the file against its own list of hashes')
    .option('--json', OPTION_HELP.json)
    .addHelpText(
      'after',
      `
A restored desk sends nothing to the platform until the two have been compared and ops or counsel has resumed
enforcement: see "notice-desk ops alerts".

Examples:
  $ notice-desk restore /backup/desk.zip --verify
  $ DESK_HOME=/srv/desk notice-desk restore /backup/desk.zip`,
    )
    .action(async (file: string, options: { keys?: string; verify?: boolean; json?: boolean }) => {
      const [act, home] = [options.verify ? 'verify' : 'restore', deskHome(deps.env)];
      const keys = options.keys === undefined ? {} : { keys: resolve(options.keys) };
      await run({ act, home, file: resolve(file), ...keys }, options, (made) =>
        options.verify
          ? `${file}: intact, the desk as of ${made.takenAt}, ${made.files} files, ${inMegabytes(made.bytes)}`
          : `${home}: the desk as of ${made.takenAt}. Start it: DESK_HOME=${home} npm start (a cluster: npm run cluster)`,
      );
    });
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_048_576)} MB`;
}
