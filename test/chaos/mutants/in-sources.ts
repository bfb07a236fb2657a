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
        file: 'api/idempotency.ts',
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
    caughtBy: 'test/unit/domain/clock/clock-simulation.test.ts',
    edits: [
      {
        file: 'domain/clock/fire-clocks.ts',
        find: `if (due === null || due > nowMs) return clock;`,
        put: `if (due === null || due > nowMs + 3_600_000) return clock;`,
      },
      {
        file: 'domain/clock/fire-clocks.ts',
        find: `level.firedAtMs === null && level.atMs <= nowMs)`,
        put: `level.firedAtMs === null && level.atMs <= nowMs + 3_600_000)`,
      },
    ],
  },
  {
    name: 'deaf-watchdog',
    what: 'an engine that stands still is waited for',
    campaign: 'C4',
    run: ONCE,
    caughtBy: 'test/unit/watchdog/judge.test.ts',
    edits: [
      {
        file: 'watchdog/judge.ts',
        find: `if (stillMs > patience.stillMs) return 'silent';`,
        put: `if (stillMs > patience.stillMs) return 'waiting';`,
      },
    ],
  },
  {
    name: 'letter-twice',
    what: 'an attempt at a letter that was sent sends it again',
    campaign: 'C5',
    run: ONCE,
    caughtBy: 'test/unit/activities/letters.test.ts',
    edits: [
      { file: 'activities/letters.ts', find: `if (row.state !== 'sent') {`, put: `if (row.state !== 'failed') {` },
      {
        file: 'mail/mail-transport.ts',
        find: `if (before !== undefined) return before;`,
        put: `if (before !== undefined && mail.key === '') return before;`,
      },
    ],
  },
  {
    name: 'forgotten-update',
    what: 'the ids of commands that were done are not kept across continue-as-new',
    campaign: 'C6',
    run: ['--cases', '400'],
    caughtBy: 'test/workflow/continue-as-new.test.ts',
    edits: [
      {
        file: 'domain/notice/notice-state.ts',
        find: `resume: { ...state, schemaVersion: SCHEMA_VERSION } };`,
        put: `resume: { ...state, processed: [], schemaVersion: SCHEMA_VERSION } };`,
      },
    ],
  },
  {
    name: 'missed-in-silence',
    what: 'a level of a clock that has to page somebody pages nobody',
    campaign: 'C9',
    run: ONCE,
    caughtBy: 'test/workflow/escalation.test.ts',
    edits: [
      {
        file: 'domain/clock/fire-clocks.ts',
        find: `...paging.map((level) => pageEffect(state.noticeId, clock, level, due)),`,
        put: `...paging.slice(9).map((level) => pageEffect(state.noticeId, clock, level, due)),`,
      },
    ],
  },
  {
    name: 'unlocked-tree',
    what: 'two processes give entries of the log their places at once',
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
    what: 'entries are placed by "id greater than the last": what commits late never gets a place',
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
    what: 'the number of mails counts those about notices that the reader may not know of',
    campaign: 'C11',
    run: ONCE,
    caughtBy: 'test/unit/api/notices/secrecy.hidden-notice.test.ts',
    edits: [
      {
        file: 'registry/letter/mail-catcher.ts',
        find: 'select count(*) as total ${visible(reader)}',
        put: 'select count(*) as total from mail_catcher.message where ${reader.id} is not null',
      },
    ],
  },
  {
    name: 'unseen-look',
    what: 'looks at secret notices are not recorded',
    campaign: 'C12',
    run: ONCE,
    caughtBy: 'test/unit/api/secrecy/reclassify.test.ts',
    edits: [
      {
        file: 'api/secret-reads.ts',
        find: `.filter((notice) => !NOTHING_SECRET.includes(notice.level) && isAccess(notice))`,
        put: `.filter((notice) => !NOTHING_SECRET.includes(notice.level) && isAccess(notice) && list !== undefined)`,
      },
    ],
  },
  {
    name: 'unbound-seal',
    what: 'what is sealed is bound to no workflow: a payload opens in any workflow of its notice’s key',
    campaign: 'C13',
    run: ['--cases', '100'],
    caughtBy: 'test/unit/temporal/payload-codec.test.ts',
    edits: [
      {
        file: 'temporal/payload-codec.ts',
        find: 'return `${namespace}\\n${workflowId}`;',
        put: "return [namespace, workflowId].join('').slice(0, 0);",
      },
    ],
  },
  {
    name: 'two-senders',
    what: 'a mail with two From headers is proven by the first',
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
    what: 'a cursor that is none of ours breaks the request',
    campaign: 'C15',
    run: ['--cases', '600'],
    caughtBy: 'test/unit/api/http/routes.hostile-queries.test.ts',
    edits: [
      {
        file: 'api/paging.ts',
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
    name: 'unasked-engine',
    what: 'a notice without a workflow is not looked for',
    campaign: 'C17',
    run: ONCE,
    caughtBy: 'test/unit/client/reconcile.test.ts',
    edits: [
      {
        file: 'client/reconcile/reconcile.ts',
        find: `if (!running.delete(id) || findings.isGone(id)) await examine(round, id);`,
        put: `if (running.delete(id) && findings.isGone(id)) await examine(round, id);`,
      },
    ],
  },
  {
    name: 'restored-at-once',
    what: 'a restored desk goes on sending to the platform',
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
    what: 'the limit of requests is counted and not held',
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
