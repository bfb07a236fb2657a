import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pino from 'pino';
import { openRulebookKeeper, watchRulebook, type RulebookKeeper } from '../../../client/rulebook/keeper.js';
import { openDatabase, type Db } from '../../../registry/db.js';
import { migrate } from '../../../registry/migrate.js';
import { readRulebookOrLast, storeEdition } from '../../../registry/rulebook/rulebook-editions.js';
import { readRulebookContent } from '../../../rulebook/load.js';
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
  await sql`truncate rulebook_edition, attention cascade`.execute(db);
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

  test('a registry that is away delays the record, not the law', async () => {
    const nowhere = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', maxConnections: 1 });
    const keeper = await openRulebookKeeper({ db: nowhere, dir: book.dir, logger, settleMs: 0 });
    await expect(keeper.look()).rejects.toThrow();
    expect(hoursOf(keeper)).toBe(36);
    expect(keeper.present().edition).toBeNull();
    await nowhere.destroy();
  });
});

describe('while it runs', () => {
  test('a changed file is taken up and is the next edition', async () => {
    const keeper = await openAndLook();
    const first = keeper.present().edition;
    book.write({ hours: 3 });
    await keeper.look();
    expect(hoursOf(keeper)).toBe(3);
    expect(keeper.present().edition).not.toBe(first);
    expect((await editions()).map(({ number }) => number)).toEqual([first, keeper.present().edition]);
  });

  test('a broken change leaves the rulebook as it was until it is mended', async () => {
    const keeper = await openAndLook();
    book.breakIt();
    await keeper.look();
    expect([hoursOf(keeper), keeper.state().state]).toEqual([36, 'degraded']);
    expect((await openReasons()).map(({ kind }) => kind)).toEqual(['rulebook_refused']);
    book.write({ hours: 3 });
    await keeper.look();
    expect([hoursOf(keeper), keeper.state().state]).toEqual([3, 'up']);
    expect(await openReasons()).toEqual([]);
  });

  test('a folder changed back is the old edition again, and the one that stands in', async () => {
    const keeper = await openAndLook();
    const first = keeper.present().edition;
    book.write({ hours: 3 });
    await keeper.look();
    book.write({ hours: 36 });
    await keeper.look();
    expect(keeper.present().edition).toBe(first);
    book.breakIt();
    expect((await open()).present().edition).toBe(first);
  });

  test('the watch takes a change up by itself and stops when told to', async () => {
    const keeper = await open();
    const watch = watchRulebook(keeper, { everyMs: 10, logger });
    book.write({ hours: 3 });
    for (let tries = 0; hoursOf(keeper) !== 3 && tries < 500; tries += 1) await sleep(20);
    await watch.stop();
    expect(hoursOf(keeper)).toBe(3);
    book.write({ hours: 5 });
    await sleep(100);
    expect(hoursOf(keeper)).toBe(3);
  });
});

describe('editions', () => {
  test('hang on law and time-zone data, not on the order of keys', async () => {
    const content = readRulebookContent(book.dir);
    const turned = Object.fromEntries(Object.entries(content).toReversed()) as unknown as typeof content;
    const first = await storeEdition(db, { content, tzVersion: '2026a' });
    expect(await storeEdition(db, { content: turned, tzVersion: '2026a' })).toEqual({ ...first, fresh: false });
    const other = await storeEdition(db, { content, tzVersion: '2026b' });
    expect(other).toEqual({ number: expect.any(Number), fresh: true });
    expect(other.number).not.toBe(first.number);
  });

  test('come back from the registry as they were read from the folder', async () => {
    const content = readRulebookContent(book.dir);
    await storeEdition(db, { content, tzVersion: '2026a' });
    book.breakIt();
    expect((await readRulebookOrLast(db, book.dir)).content).toEqual(content);
  });
});
