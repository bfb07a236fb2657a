import { configOrExit, readRolesConfig } from '../config/env.js';
import { makeRoles, rolesSql } from './roles.js';

/**
 * Creates the registry's logins: `node dist/programs/roles.js` with an administrator's `DATABASE_URL` and a
 * `DATABASE_PASSWORD_…` for each login. `--sql` prints the statements for review instead, with passwords only as SCRAM
 * verifiers.
 */
async function main(): Promise<void> {
  const { databaseUrl, passwords } = configOrExit(() => readRolesConfig());
  if (process.argv.includes('--sql')) {
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
