import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { configOrExit, readRolesConfig } from '../config/env.js';
import { REGISTRY_LOGIN_NAMES } from '../config/registry-logins.js';
import { type LoginPasswords, makeRoles, rolesSql } from './roles.js';

/** Lines `login=password`, printable ASCII long enough not to be guessed. Throws without showing one. */
function readPasswords(file: string): LoginPasswords {
  const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const pairs = lines.map((line, at) => {
    const [, login, password] = /^(\w+)=([!-~]{16,})$/.exec(line) ?? [];
    if (password !== undefined && REGISTRY_LOGIN_NAMES.some((name) => name === login)) return [login, password];
    throw new Error(
      `${file}, line ${at + 1}: expected login=password of at least 16 printable ASCII characters without spaces; logins: ${REGISTRY_LOGIN_NAMES.join(', ')}`,
    );
  });
  return Object.fromEntries(pairs);
}

/**
 * Creates the registry's logins: `node dist/programs/roles.js --passwords FILE` with an administrator's `DATABASE_URL`
 * and a line `login=password` for each login. `--sql` prints the statements for review instead, with passwords only as
 * SCRAM verifiers.
 */
async function main(): Promise<void> {
  const databaseUrl = configOrExit(() => readRolesConfig());
  const { values } = parseArgs({ options: { passwords: { type: 'string' }, sql: { type: 'boolean' } } });
  const passwords = values.passwords === undefined ? {} : readPasswords(values.passwords);
  if (values.sql === true) {
    const database = decodeURIComponent(new URL(databaseUrl).pathname.slice(1)) || 'notice_desk';
    const statements = ['begin', ...rolesSql({ database, passwords }), 'commit'];
    process.stdout.write(statements.map((statement) => `${statement};\n`).join(''));
    return;
  }
  await makeRoles({ url: databaseUrl, passwords });
  process.stdout.write(`${JSON.stringify({ msg: 'registry logins ready' })}\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(
      `The registry's logins could not be created: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  },
);
