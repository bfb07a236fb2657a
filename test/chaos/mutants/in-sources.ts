import type { Mutant } from './mutant.js';

const ONCE = ['--times', '1'];

/** Bugs in the sources, for test campaigns. Each breaks one promise in one place, or in as many places as defend it. */
export const IN_SOURCES: readonly Mutant[] = [
  {
    name: 'key-alone',
    what: 'a key is enough: a repeat with another body gets the first answer',
    campaign: 'C2',
    run: ['--cases', '12'],
    caughtBy: 'test/unit/api/commands/keys.model.test.ts',
    edits: [
      {
        file: 'application/once.ts',
        find: `if (before.requestSha256 !== requestSha256) throw keyReused();`,
        put: `if (before.requestSha256 === '') throw keyReused();`,
      },
    ],
  },
  {
    name: 'early-clock',
    what: 'a clock fires an hour early when anything else wakes its notice',
    campaign: 'C3',
    run: ['--cases', '2000'],
    caughtBy: 'test/unit/domain/clocks/clock-simulation.test.ts',
    edits: [
      {
        file: 'domain/clocks/fire-clocks.ts',
        find: `if (due === null || due > nowMs) return clock;`,
        put: `if (due === null || due > nowMs + 3_600_000) return clock;`,
      },
      {
        file: 'domain/clocks/fire-clocks.ts',
        find: `level.firedAtMs === null && level.atMs <= nowMs)`,
        put: `level.firedAtMs === null && level.atMs <= nowMs + 3_600_000)`,
      },
    ],
  },
  {
    name: 'deaf-watchdog',
    what: 'the watchdog waits for a Temporal that makes no progress',
    campaign: 'C4',
    run: ONCE,
    caughtBy: 'test/unit/watchdog/judge.test.ts',
    edits: [
      {
        file: 'watchdog/judge.ts',
        find: `if (stillMs > retryBudget.stillMs) return 'silent';`,
        put: `if (stillMs > retryBudget.stillMs) return 'waiting';`,
      },
    ],
  },
  {
    name: 'letter-twice',
    what: 'a retry sends a letter that was sent already',
    campaign: 'C5',
    run: ONCE,
    caughtBy: 'test/unit/activities/letters/letters.test.ts',
    edits: [
      { file: 'activities/letters.ts', find: `if (row.state !== 'sent') {`, put: `if (row.state !== 'failed') {` },
      {
        file: 'letters/mail-transport.ts',
        find: `if (before !== undefined) return before;`,
        put: `if (before !== undefined && mail.key === '') return before;`,
      },
    ],
  },
  {
    name: 'forgotten-update',
    what: 'ids of processed commands are lost at continue-as-new',
    campaign: 'C6',
    run: ['--cases', '400'],
    caughtBy: 'test/workflow/continue-as-new.test.ts',
    edits: [
      {
        file: 'domain/notices/notice-state.ts',
        find: `resume: { ...state, schemaVersion: SCHEMA_VERSION } };`,
        put: `resume: { ...state, processed: [], schemaVersion: SCHEMA_VERSION } };`,
      },
    ],
  },
  {
    name: 'missed-in-silence',
    what: 'an escalation step that must page people pages none',
    campaign: 'C9',
    run: ONCE,
    caughtBy: 'test/workflow/escalation.test.ts',
    edits: [
      {
        file: 'domain/clocks/fire-clocks.ts',
        find: `...paging.map((level) => pageEffect(state.noticeId, clock, level, due)),`,
        put: `...paging.slice(9).map((level) => pageEffect(state.noticeId, clock, level, due)),`,
      },
    ],
  },
  {
    name: 'unlocked-tree',
    what: 'two processes concurrently assign places in the log',
    campaign: 'C10',
    run: ['--cases', '330'],
    caughtBy: 'test/unit/api/audit/audit-tree.test.ts',
    edits: [
      {
        file: 'registry/audit/sequence.ts',
        find: 'select pg_advisory_xact_lock(${TREE_LOCK})',
        put: 'select ${TREE_LOCK}::int',
      },
    ],
  },
  {
    name: 'after-the-last',
    what: 'entries are placed by "id greater than the last": an entry that commits late never gets a place',
    campaign: 'C10',
    run: ['--cases', '330'],
    caughtBy: 'test/unit/api/audit/audit-tree.test.ts',
    edits: [
      {
        file: 'registry/audit/sequence.ts',
        find: 'order by waiting.entry limit ${BATCH}',
        put: 'where waiting.entry > coalesce((select max(entry) from audit_leaf), 0) order by waiting.entry limit ${BATCH}',
      },
    ],
  },
  {
    name: 'gag-in-a-count',
    what: 'the number of mails includes those about notices that the reader may not read',
    campaign: 'C11',
    run: ONCE,
    caughtBy: 'test/unit/api/notices/secrecy.hidden-notice.test.ts',
    edits: [
      {
        file: 'registry/letters/mail-catcher.ts',
        find: 'select count(*) as total ${visible(reader)}',
        put: 'select count(*) as total from mail_catcher.message where ${reader.id} is not null',
      },
    ],
  },
  {
    name: 'unlogged-access',
    what: 'access to secret notices is not recorded',
    campaign: 'C12',
    run: ONCE,
    caughtBy: 'test/unit/api/secrecy/reclassify.test.ts',
    edits: [
      {
        file: 'application/secret-reads.ts',
        find: `.filter((notice) => !NOTHING_SECRET.includes(notice.level) && isAccess(notice))`,
        put: `.filter((notice) => !NOTHING_SECRET.includes(notice.level) && isAccess(notice) && list !== undefined)`,
      },
    ],
  },
  {
    name: 'unbound-seal',
    what: 'the seal is bound to no workflow: a payload opens in every workflow with its notice’s key',
    campaign: 'C13',
    run: ['--cases', '100'],
    caughtBy: 'test/unit/client/payload-codec.test.ts',
    edits: [
      {
        file: 'client/connection/payload-codec.ts',
        find: 'return `${namespace}\\n${workflowId}`;',
        put: "return [namespace, workflowId].join('').slice(0, 0);",
      },
    ],
  },
  {
    name: 'two-senders',
    what: 'the first of two From headers proves the sender of a mail',
    campaign: 'C14',
    run: ONCE,
    caughtBy: 'test/unit/domain/mail/align.test.ts',
    edits: [
      {
        file: 'domain/mail/align.ts',
        find: `if (headers !== 1 || addresses.length !== 1 || address === undefined) return [];`,
        put: `if (headers < 1 || address === undefined) return [];`,
      },
    ],
  },
  {
    name: 'broken-cursor',
    what: 'a foreign cursor crashes the request',
    campaign: 'C15',
    run: ['--cases', '600'],
    caughtBy: 'test/unit/api/http/routes.hostile-queries.test.ts',
    edits: [
      {
        file: 'application/paging.ts',
        find: `throw invalid('/query/cursor', 'Use the nextCursor of the previous page, unchanged.');`,
        put: `throw new Error(invalid('/query/cursor', 'Use the nextCursor of the previous page, unchanged.').message);`,
      },
    ],
  },
  {
    name: 'renamed-activity',
    what: 'a step of the workflow has another name than in the histories of open notices',
    campaign: 'C16',
    run: ONCE,
    caughtBy: 'test/replay/replay.test.ts',
    edits: [
      {
        file: 'workflows/effects.ts',
        find: `return withTicket(mail.sendLetter)({ noticeId, effect }, ticket);`,
        put: `return withTicket(mail.mailStaff)({ noticeId, effect: effect as never }, ticket);`,
      },
    ],
  },
  {
    name: 'not-reconciled',
    what: 'nothing detects a notice without a workflow',
    campaign: 'C17',
    run: ONCE,
    caughtBy: 'test/unit/application/reconcile.test.ts',
    edits: [
      {
        file: 'application/enforcement/reconcile/reconcile.ts',
        find: `if (!running.delete(id) || findings.isGone(id)) await examine(job, id);`,
        put: `if (running.delete(id) && findings.isGone(id)) await examine(job, id);`,
      },
    ],
  },
  {
    name: 'restored-and-sends',
    what: 'a restored desk continues to send to the platform',
    campaign: 'C18',
    run: ONCE,
    caughtBy: 'test/unit/activities/compare-restored.test.ts',
    edits: [
      {
        file: 'registry/enforcement/restored.ts',
        find: `if (known !== undefined) return false;`,
        put: `if (known !== undefined || from.getTime() > 0) return false;`,
      },
    ],
  },
  {
    name: 'no-limit',
    what: 'the rate limit is counted but not enforced',
    campaign: 'C19',
    run: ONCE,
    caughtBy: 'test/unit/api/http/proxies.test.ts',
    edits: [
      {
        file: 'api/server.ts',
        find: `if (!limit.isAllowed && limit.isExceeded) {`,
        put: `if (!limit.isAllowed && limit.isExceeded && request.method === 'TRACE') {`,
      },
    ],
  },
  {
    name: 'erased-under-hold',
    what: 'a legal hold stops no erasure',
    campaign: 'C20',
    run: ONCE,
    caughtBy: 'test/unit/api/retention/holds.test.ts',
    edits: [
      {
        file: 'registry/migrations/0011-retention.sql',
        find: `select exists (select from legal_hold where notice_id = notice and lifted_at is null)`,
        put: `select exists (select from legal_hold where notice_id = notice and lifted_at is null and false)`,
      },
    ],
  },
];
