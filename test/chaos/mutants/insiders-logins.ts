import type { Mutant } from './mutant.js';

const ONCE = ['--times', '1'];

export const INSIDERS_LOGINS: readonly Mutant[] = [
  {
    name: 'own-command',
    what: 'the worker’s login writes commands of the desk and moves deadlines with them',
    campaign: 'C6',
    run: ['--cases', '400'],
    caughtBy: 'test/adversary/own-commands.test.ts',
    edits: [{ file: 'registry/row-security.ts', find: "rows: `kind = 'clocks'` }", put: "rows: `kind <> 'none'` }" }],
  },
  {
    name: 'unasked-cause',
    what: 'reports of the worker start and stop clocks without an approved cause',
    campaign: 'C6',
    run: ['--cases', '400'],
    caughtBy: 'test/adversary/own-commands.test.ts',
    edits: [
      {
        file: 'application/letters/outbox/drain-outbox.ts',
        find: 'if (!(await hasApprovedCause(trx, {',
        put: 'if (payload === null && !(await hasApprovedCause(trx, {',
      },
    ],
  },
  {
    name: 'unsealed-link',
    what: 'a row without a valid seal opens the portal',
    campaign: 'C6',
    run: ['--cases', '400'],
    caughtBy: 'test/features/portal/links.test.ts',
    edits: [
      {
        file: 'features/portal/application/intake/sign-in.ts',
        find: 'return signer.isSealed(row, link.seal) ? link : undefined;',
        put: 'return signer.isSealed(row, link.seal) || row.length > 0 ? link : undefined;',
      },
    ],
  },
  {
    name: 'silent-worker',
    what: 'the worker’s login resolves every alert',
    campaign: 'C6',
    run: ['--cases', '400'],
    caughtBy: 'test/adversary/alerts.test.ts',
    edits: [
      {
        file: 'registry/row-security.ts',
        find: 'rows: `kind in (${ALERT_OWNERS[login]',
        put: "rows: `kind <> '' or kind in (${ALERT_OWNERS[login]",
      },
    ],
  },
  {
    name: 'unproven-letter',
    what: 'a letter is sent as stored without a check of who wrote it',
    campaign: 'C6',
    run: ['--cases', '400'],
    caughtBy: 'test/adversary/letters.test.ts',
    edits: [
      {
        file: 'activities/letters.ts',
        find: 'if (known === undefined || (await isProvenLetter(keyOf, known))) return known;',
        put: 'if (known === undefined || known.n > 0 || (await isProvenLetter(keyOf, known))) return known;',
      },
    ],
  },
  {
    name: 'unseen-row',
    what: 'nothing detects a row that differs from its workflow',
    campaign: 'C6',
    run: ['--cases', '400'],
    caughtBy: 'test/adversary/worker-rows.test.ts',
    edits: [
      {
        file: 'application/enforcement/reconcile/reconcile.ts',
        find: 'columns.length === 0',
        put: 'columns.length < 99',
      },
    ],
  },
  {
    name: 'forgetful-signer',
    what: 'the API signs a log that does not continue the last signed one',
    campaign: 'C6',
    run: ['--cases', '400'],
    caughtBy: 'test/adversary/audit-log.test.ts',
    edits: [
      {
        file: 'application/audit/make-checkpoint.ts',
        find: 'for (const signed of [start, ...(last',
        put: 'for (const signed of [...(last',
      },
    ],
  },
  {
    name: 'believed-mail',
    what: 'the word of the mail process alone proves the sender of a mail',
    campaign: 'C14',
    run: ONCE,
    caughtBy: 'test/adversary/mail-sender.test.ts',
    edits: [
      {
        file: 'application/intake/inbound/prove-sender.ts',
        find: 'const read = await reread(db, mail, mailDnsFile);',
        put: "if (mail.from_address !== '') return { ...none, aligned: true };\n  const read = await reread(db, mail, mailDnsFile);",
      },
    ],
  },
];
