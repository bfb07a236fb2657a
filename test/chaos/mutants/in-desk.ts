import type { Mutant } from './mutant.js';

export const IN_DESK: readonly Mutant[] = [
  {
    name: 'early-ack',
    what: 'the desk acknowledges data that is not yet on disk: commits do not wait for the write',
    campaign: 'C1',
    run: ['--kills', '5', '--notices', '8', '--seed', '7', '--victim', 'postgres'],
    caughtBy: 'nothing-lost',
    edits: [
      {
        file: 'desk/postgres/postgres.js',
        find: 'synchronous_commit: "on",',
        put: `synchronous_commit: 'off', wal_writer_delay: '10s', wal_writer_flush_after: '1GB',`,
      },
    ],
  },
  {
    name: 'no-receipt',
    what: "the platform's receipt is not stored",
    campaign: 'C7',
    run: ['--kills', '2', '--notices', '4', '--seed', '5'],
    caughtBy: 'receipts',
    edits: [
      {
        file: 'registry/enforcement/operations.js',
        find: 'problem = r.problem, receipt = r.receipt, message',
        put: 'problem = r.problem, receipt = null, message',
      },
      {
        file: 'registry/enforcement/operations.js',
        find: 'receipt = coalesce(settled.receipt, target.receipt),',
        put: 'receipt = target.receipt,',
      },
    ],
  },
  {
    name: 'secret-in-log',
    what: 'each process writes the address of the registry with its password into its log',
    campaign: 'C1',
    run: ['--kills', '2', '--notices', '3', '--seed', '5'],
    caughtBy: 'logs',
    edits: [
      {
        file: 'registry/db.js',
        find: 'const pool = new pg.Pool({',
        put: 'console.log(url); const pool = new pg.Pool({',
      },
    ],
  },
];
