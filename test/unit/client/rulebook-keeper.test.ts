import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pino from 'pino';
import { openRulebookKeeper, watchRulebook, type RulebookKeeper } from '../../../client/rulebook/keeper.js';
import { openDatabase, type Db } from '../../../registry/db.js';
import { migrate } from '../../../registry/migrate.js';
import { listEditionStatuses, setEditionState } from '../../../registry/rulebook/edition-status.js';
import { readRulebookToApply, storeEdition } from '../../../registry/rulebook/rulebook-editions.js';
import { readRulebookContent } from '../../../rulebook/load.js';
import { APPROVAL_KEYS } from '../../support/approval-keys.js';
import { startThrowAwayPostgres } from '../../support/postgres/embedded-postgres.js';
import { makeSmallRulebook, type SmallRulebook } from '../../support/law/small-rulebook.js';

let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
let db: Db;
let book: SmallRulebook;
const logger = pino({ level: 'silent' });

beforeAll(async () => {
  postgres = await startThrowAwayPostgres();
  db = openDatabase({ url: postgres.url });
  await migrate(db);
});
afterAll(async () => {
  await db.destroy();
  await postgres.stop();
});
beforeEach(async () => {
  book = makeSmallRulebook();
  // The append-only trigger prevents a clean table.
  await sql`alter table edition_act disable trigger user`.execute(db);
  await sql`truncate rulebook_edition, attention cascade`.execute(db);
  await sql`alter table edition_act enable trigger user`.execute(db);
});
afterEach(() => book.remove());

function open(): Promise<RulebookKeeper> {
  return openRulebookKeeper({ db, dir: book.dir, logger, settleMs: 0 });
}

async function openAndLook(): Promise<RulebookKeeper> {
  const keeper = await open();
  await keeper.look();
  return keeper;
}

function hoursOf(keeper: RulebookKeeper): number | undefined {
  const version = keeper.present().rulebook.regimeAt('IN-TEST', Date.UTC(2026, 5, 1));
  return version?.clocks.find(({ kind }) => kind === 'comply')?.counting?.amount;
}

async function editions() {
  return db.selectFrom('rulebook_edition').select(['number', 'tz_version']).orderBy('loaded_at').execute();
}

async function approveWaiting(): Promise<void> {
  const waiting = (await listEditionStatuses(db)).find(({ state }) => state === 'proposed');
  if (waiting === undefined) throw new Error('No edition waits.');
  await setEditionState(db, { digest: waiting.digest, state: 'approved', inEffectAt: new Date() });
}

async function openReasons() {
  return db.selectFrom('attention').select(['kind', 'summary', 'notice_id']).where('resolved_at', 'is', null).execute();
}

describe('at the start', () => {
  test('a good folder is put on record once, with the time-zone data', async () => {
    const keeper = await openAndLook();
    expect(hoursOf(keeper)).toBe(36);
    await openAndLook();
    const [edition, ...more] = await editions();
    expect(more).toEqual([]);
    expect(edition).toEqual({ number: keeper.present().edition, tz_version: process.versions['tz'] });
    expect(keeper.state()).toEqual({
      state: 'up',
      detail: expect.stringContaining('2 regimes loaded, edition'),
      figures: { regimes: 2, edition: 1 },
    });
    expect(await openReasons()).toEqual([]);
  });

  test('a broken file without any edition is refused with file, line, path and cure', async () => {
    book.breakIt();
    await expect(open()).rejects.toThrow(
      /regimes\/in-test\.yaml:24: regimes\.0\.versions\.0\.clocks\.0\.count\.amount: /,
    );
    expect(await editions()).toEqual([]);
  });

  test('a broken file is stood in for by the last good rulebook, and ops are told where it is broken', async () => {
    const number = (await openAndLook()).present().edition;
    book.breakIt();
    const keeper = await openAndLook();
    expect(hoursOf(keeper)).toBe(36);
    expect(keeper.present().edition).toBe(number);
    expect(keeper.state().state).toBe('degraded');
    expect(keeper.state().detail).toMatch(/^regimes\/in-test\.yaml:24: .*edition \d+ stays in use\.$/);
    const [reason] = await openReasons();
    expect(reason).toMatchObject({ kind: 'rulebook_refused', notice_id: null });
    expect(reason?.summary).toMatch(/regimes\/in-test\.yaml:24: regimes\.0\.versions\.0\.clocks\.0\.count\.amount: /);
    expect(reason?.summary).not.toContain(book.dir);
  });

  test('a folder that is away is stood in for as well', async () => {
    await openAndLook();
    book.remove();
    const keeper = await openAndLook();
    expect(hoursOf(keeper)).toBe(36);
    expect(keeper.state().detail).toContain('regimes:1: the folder is missing');
  });

  test('a rulebook of a form that this program cannot read does not stand in', async () => {
    await openAndLook();
    await sql`update rulebook_edition set content = jsonb_set(content, '{format}', '0')`.execute(db);
    book.breakIt();
    await expect(open()).rejects.toThrow(/in-test\.yaml:24/);
  });

  test('a registry that is away leaves no law to go by: the folder may say something else than what is in effect', async () => {
    const nowhere = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', maxConnections: 1 });
    const keeper = await openRulebookKeeper({ db: nowhere, dir: book.dir, logger, settleMs: 0 });
    await expect(keeper.look()).rejects.toThrow();
    expect(() => keeper.present()).toThrow('which law applies');
    await nowhere.destroy();
  });

  test('a folder that was changed while the desk was down waits, and the edition in effect applies', async () => {
    const first = (await openAndLook()).present().edition;
    book.write({ hours: 200 });
    const started = await open();
    expect([hoursOf(started), started.present().edition]).toEqual([36, first]);
    await started.look();
    expect(hoursOf(started)).toBe(36);
    expect(started.state().detail).toMatch(/Edition \d+ waits for approvals/);
    expect((await openReasons()).map(({ kind }) => kind)).toEqual(['rulebook_proposed']);
  });
});

describe('while it runs', () => {
  test('a changed file waits for approvals, and is in effect with them, after a start as well', async () => {
    const keeper = await openAndLook();
    const first = keeper.present().edition;
    book.write({ hours: 3 });
    await keeper.look();
    expect([hoursOf(keeper), keeper.present().edition]).toEqual([36, first]);
    await approveWaiting();
    await keeper.look();
    expect(hoursOf(keeper)).toBe(3);
    expect((await editions()).map(({ number }) => number)).toContain(keeper.present().edition);
    expect(hoursOf(await open())).toBe(3);
  });

  test('another process applies what was approved elsewhere', async () => {
    const [one, other] = [await openAndLook(), await openAndLook()];
    book.write({ hours: 3 });
    await one.look();
    await approveWaiting();
    await other.look();
    expect(hoursOf(other)).toBe(3);
  });

  test('a broken change leaves the rulebook as it was until it is mended', async () => {
    const keeper = await openAndLook();
    book.breakIt();
    await keeper.look();
    expect([hoursOf(keeper), keeper.state().state]).toEqual([36, 'degraded']);
    expect((await openReasons()).map(({ kind }) => kind)).toEqual(['rulebook_refused']);
    book.write({ hours: 36 });
    await keeper.look();
    expect([hoursOf(keeper), keeper.state().state]).toEqual([36, 'up']);
    expect(await openReasons()).toEqual([]);
  });

  test('a folder changed back to an earlier law waits like any other', async () => {
    const keeper = await openAndLook();
    book.write({ hours: 3 });
    await keeper.look();
    await approveWaiting();
    await keeper.look();
    book.write({ hours: 36 });
    await keeper.look();
    expect(hoursOf(keeper)).toBe(3);
    await approveWaiting();
    await keeper.look();
    expect(hoursOf(keeper)).toBe(36);
    book.breakIt();
    expect(hoursOf(await open())).toBe(36);
  });

  test('a second change supersedes the first that waits', async () => {
    const keeper = await openAndLook();
    for (const hours of [3, 5]) {
      book.write({ hours });
      await keeper.look();
    }
    const states = (await listEditionStatuses(db)).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['approved', 'proposed', 'superseded']);
  });

  test('what was refused stays refused at the next start, and waits again when the folder is written again', async () => {
    const keeper = await openAndLook();
    book.write({ hours: 3 });
    await keeper.look();
    const stateNow = async () => (await listEditionStatuses(db)).find(({ adopted }) => !adopted)?.state;
    const [{ digest } = { digest: '' }] = (await listEditionStatuses(db)).filter(({ adopted }) => !adopted);
    await setEditionState(db, { digest, state: 'refused' });
    await openAndLook();
    expect(await stateNow()).toBe('refused');
    book.write({ hours: 36 });
    await keeper.look();
    book.write({ hours: 3 });
    await keeper.look();
    expect(await stateNow()).toBe('proposed');
  });

  test('the watch takes an approved change up by itself and stops when told to', async () => {
    const keeper = await openAndLook();
    const watch = watchRulebook(keeper, { everyMs: 10, logger });
    book.write({ hours: 3 });
    const isProposed = async () => (await listEditionStatuses(db)).some(({ state }) => state === 'proposed');
    for (let tries = 0; !(await isProposed()) && tries < 500; tries += 1) await sleep(20);
    await approveWaiting();
    for (let tries = 0; hoursOf(keeper) !== 3 && tries < 500; tries += 1) await sleep(20);
    await watch.stop();
    expect(hoursOf(keeper)).toBe(3);
  });
});

describe('an edition in effect', () => {
  const keys = [{ id: APPROVAL_KEYS.id, publicKey: APPROVAL_KEYS.publicKey, until: null }];
  const openProving = () => openRulebookKeeper({ db, dir: book.dir, logger, settleMs: 0, verifyingKeys: keys });

  test('that nobody has signed does not apply, and is an alert', async () => {
    const keeper = await openProving();
    await keeper.look();
    book.write({ hours: 200 });
    await keeper.look();
    await approveWaiting();
    await keeper.look();
    expect(hoursOf(keeper)).toBe(36);
    expect((await openReasons()).map(({ kind }) => kind)).toContain('rulebook_unproven');
    const started = await openProving();
    expect(hoursOf(started)).toBe(36);
  });

  test('whose content is not what its digest names does not apply', async () => {
    const keeper = await openAndLook();
    book.write({ hours: 3 });
    await keeper.look();
    await approveWaiting();
    await sql`update rulebook_edition set content = jsonb_set(content, '{grounds}', '[]')
      where number = (select max(number) from rulebook_edition)`.execute(db);
    expect(hoursOf(await openAndLook())).toBe(36);
    expect((await openReasons()).map(({ kind }) => kind)).toContain('rulebook_unproven');
  });

  test('is adopted without approvals once alone, whoever writes', async () => {
    await openAndLook();
    book.write({ hours: 200 });
    await openAndLook();
    await expect(sql`update edition_status set adopted = true where state = 'proposed'`.execute(db)).rejects.toThrow(
      'Only the first edition',
    );
    await expect(
      sql`insert into edition_status (digest, edition, state, proposed_at, in_effect_at, adopted)
        select 'sha256:' || repeat('0', 64), max(number), 'approved', now(), now(), true from rulebook_edition`.execute(
        db,
      ),
    ).rejects.toThrow('Only the first edition');
  });
});

describe('editions', () => {
  test('hang on law and time-zone data, not on the order of keys', async () => {
    const content = readRulebookContent(book.dir);
    const turned = Object.fromEntries(Object.entries(content).toReversed()) as unknown as typeof content;
    const first = await storeEdition(db, { content, tzVersion: '2026a' });
    expect(await storeEdition(db, { content: turned, tzVersion: '2026a' })).toBe(first);
    expect(await storeEdition(db, { content, tzVersion: '2026b' })).not.toBe(first);
  });

  test('of the same law under other time-zone data wait for nobody', async () => {
    const keeper = await openAndLook();
    await sql`update rulebook_edition set sha256 = 'other', tz_version = '1970a'`.execute(db);
    const started = await openAndLook();
    expect(hoursOf(started)).toBe(36);
    expect(started.present().edition).not.toBe(keeper.present().edition);
    expect(await openReasons()).toEqual([]);
  });

  test('come back from the registry as they were read from the folder', async () => {
    const content = readRulebookContent(book.dir);
    await openAndLook();
    book.breakIt();
    expect((await readRulebookToApply(db, book.dir)).content).toEqual(content);
  });
});
