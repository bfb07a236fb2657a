import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { readTargets } from '../../../domain/targets/target.js';
import type { Connection } from '../../../registry/db.js';
import { countDrafts, refreshLedger } from '../../../registry/targets/ledger.js';
import {
  countOperations,
  insertDecisionOperations,
  insertRestoreOperations,
  settleDecisionPage,
  settleRestorePage,
  type SettledOperation,
} from '../../../registry/enforcement/operations.js';
import { claimForActing, claimForRestoring, storeResolved } from '../../../registry/enforcement/restrictions.js';
import { voidSubmission } from '../../../registry/submissions/submissions.js';
import { freezeDrafts, insertTargets } from '../../../registry/targets/targets.js';
import { draftDecisions } from '../../../registry/targets/drafts.js';
import { moveSubmission } from '../../../registry/notices/transitions.js';
import { aNotice, anApprovedRestoration, startRegistry, type Registry } from '../../support/registry-fixture.js';
import { runs } from '../../support/jest/cases.js';

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const DECISION_ACTIONS = ['withhold', 'remove_law', 'push_back', 'label'] as const;

interface Act {
  name:
    | 'add'
    | 'resolve'
    | 'draft'
    | 'freeze'
    | 'void'
    | 'approve'
    | 'return'
    | 'begin'
    | 'claim'
    | 'settle'
    | 'restore';
  dice: number;
}

const anAct: fc.Arbitrary<Act> = fc.record({
  name: fc.constantFrom(
    'add',
    'resolve',
    'draft',
    'draft',
    'freeze',
    'void',
    'approve',
    'return',
    'begin',
    'claim',
    'settle',
    'settle',
    'restore',
  ),
  dice: fc.nat(1_000),
});

/** The targets of one notice, changed by the registry's own functions. */
class Life {
  private readonly noticeId: string;
  private targets: number;
  private submission = 0;
  private restoring = false;
  private commands = new Map<number, string>();

  constructor(noticeId: string, targets: number) {
    this.noticeId = noticeId;
    this.targets = targets;
  }

  async act({ name, dice }: Act): Promise<void> {
    const { db, people } = registry;
    const { noticeId, submission } = this;
    const some = Array.from({ length: this.targets }, (_, index) => index + 1).filter((no) => (no * 7 + dice) % 3 > 0);
    switch (name) {
      case 'add': {
        const sent = Array.from({ length: (dice % 4) + 1 }, () => ({
          type: 'account' as const,
          locator: `@${uuidv7()}`,
          note: '',
        }));
        await insertTargets(db, { noticeId, firstNo: this.targets + 1, targets: readTargets(sent).targets });
        this.targets += sent.length;
        return;
      }
      case 'resolve':
        return storeResolved(db, {
          noticeId,
          rows: some.map((no) => ({ no, platformId: `p-${no}`, owner: null, protectedClass: null })),
        });
      case 'draft':
        await draftDecisions(db, {
          noticeId,
          selection: { targets: some },
          action: DECISION_ACTIONS[dice % DECISION_ACTIONS.length] ?? 'withhold',
          grounds: ['other'],
          countries: ['IN'],
          note: String(dice),
          by: people.author,
          at: new Date(),
        });
        return;
      case 'freeze':
        this.submission += 1;
        this.restoring = false;
        await this.freeze(db);
        return;
      case 'void':
        return voidSubmission(db, { commandId: this.commands.get(submission) ?? uuidv7() });
      case 'approve':
        return moveSubmission(db, { noticeId, move: { number: submission, state: 'approved' } });
      case 'return':
        return moveSubmission(db, { noticeId, move: { number: submission, state: 'returned' } });
      case 'begin':
        if (this.restoring) await insertRestoreOperations(db, { noticeId, submission });
        else await insertDecisionOperations(db, { noticeId, submission });
        return;
      case 'claim':
      case 'settle': {
        const keys = await this.pendingKeys(dice, name === 'settle');
        if (name === 'claim' && this.restoring) await db.transaction().execute((trx) => claimForRestoring(trx, keys));
        else if (name === 'claim')
          await claimForActing(
            db,
            keys.map((key) => ({ key, platformId: `p-${key}` })),
          );
        else if (this.restoring)
          await settleRestorePage(
            db,
            keys.map((key) => settled(key, dice)),
          );
        else
          await settleDecisionPage(
            db,
            keys.map((key) => settled(key, dice)),
          );
        return;
      }
      case 'restore': {
        const { rows } = await sql<{
          no: number;
        }>`select no from target where notice_id = ${noticeId}::uuid and status = 'applied'`.execute(db);
        if (rows.length === 0) return;
        this.submission += 1;
        this.restoring = true;
        await anApprovedRestoration(registry, { noticeId, number: this.submission, targets: rows.map(({ no }) => no) });
        return;
      }
    }
  }

  private async freeze(db: Connection): Promise<void> {
    const commandId = uuidv7();
    this.commands.set(this.submission, commandId);
    await freezeDrafts(db, { noticeId: this.noticeId, submission: this.submission });
    await db
      .insertInto('submission')
      .values({
        notice_id: this.noticeId,
        number: this.submission,
        purpose: 'decision',
        cause: null,
        state: 'frozen',
        digest: 'sha256:0',
        author: registry.people.author,
        letter: null,
        approver_slots: ['approver'],
        by_action: '{}',
        targets: 0,
        enforced: 0,
        command_id: commandId,
        started_at: null,
        finished_at: null,
      })
      .execute();
  }

  /** Only a claimed operation may have been sent and be settled. */
  private async pendingKeys(dice: number, claimed: boolean): Promise<string[]> {
    const { rows } = await sql<{ key: string }>`
      select key from operation where notice_id = ${this.noticeId}::uuid and submission = ${this.submission} and status = 'pending'
        and (platform_id is not null) = ${claimed}
      order by key`.execute(registry.db);
    return rows.map(({ key }) => key).filter((_, index) => (index + dice) % 3 > 0);
  }

  async countsAreTrue(): Promise<void> {
    const { db } = registry;
    const { noticeId } = this;
    const counts = await sql`
      select action, status, count(*) as count from target where notice_id = ${noticeId}::uuid group by action, status`.execute(
      db,
    );
    expect(new Set((await countDrafts(db, noticeId)).map((row) => JSON.stringify(row)))).toEqual(
      new Set(counts.rows.map((row) => JSON.stringify(row))),
    );
    for (let submission = 1; submission <= this.submission; submission += 1) {
      const { rows } = await sql<{ status: string; count: number }>`
        select status, count(*) as count from operation where notice_id = ${noticeId}::uuid and submission = ${submission} group by status`.execute(
        db,
      );
      const none = { pending: 0, applied: 0, already: 0, failed: 0, refused: 0, released: 0 };
      expect(await countOperations(db, { noticeId, submission })).toEqual({
        ...none,
        ...Object.fromEntries(rows.map(({ status, count }) => [status, count])),
      });
    }
  }
}

function settled(key: string, dice: number): SettledOperation {
  const status =
    (['applied', 'already', 'failed', 'refused', 'applied'] as const)[(dice + key.length) % 5] ?? 'applied';
  return {
    key,
    status,
    problem: status === 'failed' ? 'not_found' : null,
    receipt: 'r',
    message: null,
    at: new Date(),
  };
}

describe('counts of the ledger', () => {
  test('match the target rows after any sequence of changes to a notice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anAct, { minLength: 20, maxLength: 60 }), async (acts) => {
        const life = new Life(
          await aNotice(
            registry,
            Array.from({ length: 12 }, (_, no) => `@t${no}`),
          ),
          12,
        );
        for (const act of acts) await life.act(act);
        await life.countsAreTrue();
      }),
      runs(30),
    );
  });

  test('match the target rows at each step of the usual sequence', async () => {
    const life = new Life(
      await aNotice(
        registry,
        Array.from({ length: 30 }, (_, no) => `@u${no}`),
      ),
      30,
    );
    const way: Act['name'][] = [
      'resolve',
      'draft',
      'draft',
      'freeze',
      'approve',
      'begin',
      'claim',
      'settle',
      'settle',
      'restore',
      'begin',
      'claim',
      'settle',
      'settle',
      'add',
      'draft',
    ];
    for (const [dice, name] of way.entries()) {
      await life.act({ name, dice });
      await life.countsAreTrue();
    }
  });

  test('lose nothing under concurrent writers, which do not wait for each other', async () => {
    const { db, people } = registry;
    const noticeId = await aNotice(
      registry,
      Array.from({ length: 400 }, (_, no) => `@c${no}`),
    );
    const draft = (from: number, action: 'withhold' | 'label') =>
      draftDecisions(db, {
        noticeId,
        selection: { ranges: [[from, from + 9]] },
        action,
        grounds: ['other'],
        countries: [],
        note: '',
        by: people.author,
        at: new Date(),
      });
    // An open transaction that has changed counts blocks no other one.
    await db.transaction().execute(async (trx) => {
      await sql`update target set status = 'failed', action = 'withhold' where notice_id = ${noticeId}::uuid and no = 400`.execute(
        trx,
      );
      await Promise.all(
        Array.from({ length: 39 }, (_, page) => draft(page * 10 + 1, page % 2 === 0 ? 'withhold' : 'label')),
      );
    });
    expect((await countDrafts(db, noticeId)).sort((a, b) => b.count - a.count)).toEqual(
      [
        { action: 'withhold', status: 'drafted', count: 200 },
        { action: 'label', status: 'drafted', count: 190 },
        { action: null, status: 'undecided', count: 9 },
        { action: 'withhold', status: 'failed', count: 1 },
      ].sort((a, b) => b.count - a.count),
    );
  });

  test('stay correct when many small changes are summed up', async () => {
    const { db } = registry;
    const noticeId = await aNotice(
      registry,
      Array.from({ length: 300 }, (_, no) => `@s${no}`),
    );
    for (let no = 1; no <= 300; no += 1) {
      await sql`update target set status = 'applied', action = 'withhold' where notice_id = ${noticeId}::uuid and no = ${no}`.execute(
        db,
      );
    }
    const { rows } = await sql<{
      kept: number;
    }>`select count(*) as kept from ledger_count where notice_id = ${noticeId}::uuid`.execute(db);
    expect(rows[0]?.kept).toBeLessThanOrEqual(170);
    expect(await countDrafts(db, noticeId)).toEqual([{ action: 'withhold', status: 'applied', count: 300 }]);
  });

  test('do not include a deleted target', async () => {
    const { db } = registry;
    const noticeId = await aNotice(registry, ['@r1', '@r2']);
    await sql`delete from target where notice_id = ${noticeId}::uuid and no = 2`.execute(db);
    expect(await refreshLedger(db, noticeId)).toEqual({
      targets: 1,
      undecided: 1,
      byAction: {},
      applied: 0,
      failed: 0,
      restored: 0,
    });
  });

  test('are not reverted by the later of two concurrent refreshes', async () => {
    const { db } = registry;
    const noticeId = await aNotice(registry, ['@w1', '@w2']);
    let second: Promise<unknown> = Promise.resolve();
    await db.transaction().execute(async (trx) => {
      await refreshLedger(trx, noticeId);
      second = refreshLedger(db, noticeId); // waits for the first
      await sql`update target set status = 'applied', action = 'label' where notice_id = ${noticeId}::uuid and no = 1`.execute(
        trx,
      );
      await refreshLedger(trx, noticeId);
    });
    await second;
    const row = await db
      .selectFrom('notice')
      .select(['undecided', 'applied'])
      .where('id', '=', noticeId)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ undecided: 1, applied: 1 });
  });
});

describe('references to missing records', () => {
  test('rejects targets of a missing notice, decisions of a missing person and operations on a missing target', async () => {
    const { db, people } = registry;
    const { targets } = readTargets([{ type: 'account', locator: '@nobody', note: '' }]);
    await expect(insertTargets(db, { noticeId: uuidv7(), firstNo: 1, targets })).rejects.toThrow('no such notice');
    const noticeId = await aNotice(registry, ['@somebody']);
    const by = (person: string) =>
      sql`update target set decided_by = ${person}::uuid where notice_id = ${noticeId}::uuid`.execute(db);
    await expect(by(uuidv7())).rejects.toThrow('no such person');
    await expect(by(people.author)).resolves.toBeDefined();
    const act = sql`insert into operation (key, notice_id, submission, target_no, action, type)
      values ('k', ${noticeId}::uuid, 1, 2, 'label', 'account')`;
    await expect(act.execute(db)).rejects.toThrow('no such target');
  });
});

describe('registry without statistics', () => {
  test('looks up each target by index, and scans no table', async () => {
    const { db } = registry;
    await sql`truncate target, target_locator cascade`.execute(db); // and the statistics of the table with it
    const noticeId = await aNotice(registry, []);
    const sent = Array.from({ length: 300 }, (_, no) => ({
      type: 'account' as const,
      locator: `@first_${no}`,
      note: '',
    }));
    const { targets } = readTargets(sent);
    const lookUps = async (trx: Connection) => {
      const { rows } = await sql<{ times: number }>`
        select pg_stat_get_xact_numscans('target_locator_hash'::regclass) as times`.execute(trx);
      return rows[0]?.times ?? 0;
    };
    await db.transaction().execute(async (trx) => {
      const before = await lookUps(trx);
      await insertTargets(trx, { noticeId, firstNo: 1, targets });
      expect((await lookUps(trx)) - before).toBe(300);
    });
  });
});
