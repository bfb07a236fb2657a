import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pino from 'pino';
import { openRulebookStore, type RulebookStore } from '../../../application/clocks/rulebook/rulebook-store.js';
import { runEvery } from '../../../process/run-every.js';
import type { CompanyFacts } from '../../../domain/rulebook/applicability.js';
import { openDatabase, type Db } from '../../../registry/db.js';
import { migrate } from '../../../registry/migrate.js';
import { adoptEdition, listEditionStatuses, setEditionState } from '../../../registry/rulebook/edition-status.js';
import { readRulebookToApply, storeEdition } from '../../../registry/rulebook/rulebook-editions.js';
import { digestOfLaw } from '../../../rulebook/edition-digest.js';
import { readRulebookContent } from '../../../rulebook/load.js';
import type { RulebookContent } from '../../../rulebook/rulebook.js';
import { APPROVAL_KEYS } from '../../support/approval-keys.js';
import { startThrowAwayPostgres } from '../../support/postgres/embedded-postgres.js';
import { makeSmallRulebook, type SmallRulebook } from '../../support/law/small-rulebook.js';

let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
let db: Db;
let book: SmallRulebook;
let law: RulebookContent;
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
  law = readRulebookContent(book.dir);
  await empty('rulebook_edition, alert');
});
afterEach(() => book.remove());

function open(): Promise<RulebookStore> {
  return openRulebookStore({ ...options(), db });
}

async function empty(tables: string): Promise<void> {
  // The append-only trigger prevents a clean table.
  await sql`alter table edition_act disable trigger user`.execute(db);
  await sql`truncate ${sql.raw(tables)} cascade`.execute(db);
  await sql`alter table edition_act enable trigger user`.execute(db);
}

/** The release ships the law that the folder has at first. */
const options = () => ({ dir: book.dir, shipped: () => law, logger, settleMs: 0 });

async function openAndLoad(): Promise<RulebookStore> {
  const store = await open();
  await store.refresh();
  return store;
}

function countHours(store: RulebookStore): number | undefined {
  const version = store.present().rulebook.regimeAt('IN-TEST', Date.UTC(2026, 5, 1));
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

async function states(): Promise<string[]> {
  const all = await listEditionStatuses(db);
  return all.map(({ state, adopted }) => `${state}${adopted ? ', adopted' : ''}`).toSorted();
}

async function openReasons() {
  return db.selectFrom('alert').select(['kind', 'summary', 'notice_id']).where('resolved_at', 'is', null).execute();
}

describe('rulebook store at startup', () => {
  test('records a valid folder once, with the time-zone data', async () => {
    const store = await openAndLoad();
    expect(countHours(store)).toBe(36);
    await openAndLoad();
    const [edition, ...more] = await editions();
    expect(more).toEqual([]);
    expect(edition).toEqual({ number: store.present().edition, tz_version: process.versions['tz'] });
    expect(store.state()).toEqual({
      state: 'up',
      detail: expect.stringContaining('2 regimes loaded, edition'),
      figures: { regimes: 2, edition: 1 },
    });
    expect(await openReasons()).toEqual([]);
  });

  test('rejects a broken file without any edition, with file, line, path and cure', async () => {
    book.breakIt();
    await expect(open()).rejects.toThrow(
      /regimes\/in-test\.yaml:24: regimes\.0\.versions\.0\.clocks\.0\.count\.amount: /,
    );
    expect(await editions()).toEqual([]);
  });

  test('uses the last good rulebook in place of a broken file, and alerts ops where it is broken', async () => {
    const number = (await openAndLoad()).present().edition;
    book.breakIt();
    const store = await openAndLoad();
    expect(countHours(store)).toBe(36);
    expect(store.present().edition).toBe(number);
    expect(store.state().state).toBe('degraded');
    expect(store.state().detail).toMatch(/^regimes\/in-test\.yaml:24: .*edition \d+ stays in use\.$/);
    const [reason] = await openReasons();
    expect(reason).toMatchObject({ kind: 'rulebook_refused', notice_id: null });
    expect(reason?.summary).toMatch(/regimes\/in-test\.yaml:24: regimes\.0\.versions\.0\.clocks\.0\.count\.amount: /);
    expect(reason?.summary).not.toContain(book.dir);
  });

  test('uses the last good rulebook while the folder is missing', async () => {
    await openAndLoad();
    book.remove();
    const store = await openAndLoad();
    expect(countHours(store)).toBe(36);
    expect(store.state().detail).toContain('regimes:1: the folder is missing');
  });

  test('uses the law of the release in place of an edition whose format this program cannot read, and says so', async () => {
    await openAndLoad();
    await sql`update rulebook_edition set content = jsonb_set(content, '{format}', '0')`.execute(db);
    book.write({ hours: 200 });
    const store = await openAndLoad();
    expect([countHours(store), store.present().edition]).toEqual([36, null]);
    expect(store.state()).toEqual({
      state: 'degraded',
      detail: expect.stringMatching(/^By its row, edition \d+ .* do not prove it\. The law of this release applies\.$/),
    });
    expect((await openReasons()).map(({ kind }) => kind)).toContain('rulebook_unproven');
  });

  test('adopts the law of the release on an empty registry, and holds a folder with another law for approval', async () => {
    book.write({ hours: 200 });
    const started = await open();
    expect(countHours(started)).toBe(36);
    await started.refresh();
    expect(countHours(started)).toBe(36);
    expect(await states()).toEqual(['approved, adopted', 'proposed']);
    expect((await openReasons()).map(({ kind }) => kind)).toEqual(['rulebook_proposed']);
    expect(countHours(await openAndLoad())).toBe(36);
    await approveWaiting();
    await started.refresh();
    expect(countHours(started)).toBe(200);
  });

  test('applies no law while the registry is unreachable, since the folder may differ from the edition in effect', async () => {
    const nowhere = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', maxConnections: 1 });
    const store = await openRulebookStore({ ...options(), db: nowhere });
    await expect(store.refresh()).rejects.toThrow();
    expect(() => store.present()).toThrow('which law applies');
    await nowhere.destroy();
  });

  test('holds a folder changed during downtime for approval, and applies the edition in effect', async () => {
    const first = (await openAndLoad()).present().edition;
    book.write({ hours: 200 });
    const started = await open();
    expect([countHours(started), started.present().edition]).toEqual([36, first]);
    await started.refresh();
    expect(countHours(started)).toBe(36);
    expect(started.state().detail).toMatch(/Edition \d+ needs approval/);
    expect((await openReasons()).map(({ kind }) => kind)).toEqual(['rulebook_proposed']);
  });
});

describe('rulebook store while running', () => {
  test('applies a changed file once it is approved, and after a restart too', async () => {
    const store = await openAndLoad();
    const first = store.present().edition;
    book.write({ hours: 3 });
    await store.refresh();
    expect([countHours(store), store.present().edition]).toEqual([36, first]);
    await approveWaiting();
    await store.refresh();
    expect(countHours(store)).toBe(3);
    expect((await editions()).map(({ number }) => number)).toContain(store.present().edition);
    expect(countHours(await open())).toBe(3);
  });

  test('applies in one process what was approved in another', async () => {
    const [one, other] = [await openAndLoad(), await openAndLoad()];
    book.write({ hours: 3 });
    await one.refresh();
    await approveWaiting();
    await other.refresh();
    expect(countHours(other)).toBe(3);
  });

  test('keeps the rulebook through a broken change until it is fixed', async () => {
    const store = await openAndLoad();
    book.breakIt();
    await store.refresh();
    expect([countHours(store), store.state().state]).toEqual([36, 'degraded']);
    expect((await openReasons()).map(({ kind }) => kind)).toEqual(['rulebook_refused']);
    book.write({ hours: 36 });
    await store.refresh();
    expect([countHours(store), store.state().state]).toEqual([36, 'up']);
    expect(await openReasons()).toEqual([]);
  });

  test('holds a folder changed back to an earlier law for approval', async () => {
    const store = await openAndLoad();
    book.write({ hours: 3 });
    await store.refresh();
    await approveWaiting();
    await store.refresh();
    book.write({ hours: 36 });
    await store.refresh();
    expect(countHours(store)).toBe(3);
    await approveWaiting();
    await store.refresh();
    expect(countHours(store)).toBe(36);
    book.breakIt();
    expect(countHours(await open())).toBe(36);
  });

  test('supersedes a waiting change by a second one', async () => {
    const store = await openAndLoad();
    for (const hours of [3, 5]) {
      book.write({ hours });
      await store.refresh();
    }
    expect(await states()).toEqual(['approved, adopted', 'proposed', 'superseded']);
  });

  test('keeps a refused change refused after a restart, and proposes it again when the folder is rewritten', async () => {
    const store = await openAndLoad();
    book.write({ hours: 3 });
    await store.refresh();
    const stateNow = async () => (await listEditionStatuses(db)).find(({ adopted }) => !adopted)?.state;
    const [{ digest } = { digest: '' }] = (await listEditionStatuses(db)).filter(({ adopted }) => !adopted);
    await setEditionState(db, { digest, state: 'refused' });
    await openAndLoad();
    expect(await stateNow()).toBe('refused');
    book.write({ hours: 36 });
    await store.refresh();
    book.write({ hours: 3 });
    await store.refresh();
    expect(await stateNow()).toBe('proposed');
  });

  test('applies an approved change through its watcher, which stops on request', async () => {
    const store = await openAndLoad();
    const watch = runEvery('rulebook', () => store.refresh(), logger, 10);
    book.write({ hours: 3 });
    const isProposed = async () => (await listEditionStatuses(db)).some(({ state }) => state === 'proposed');
    for (let tries = 0; !(await isProposed()) && tries < 500; tries += 1) await sleep(20);
    await approveWaiting();
    for (let tries = 0; countHours(store) !== 3 && tries < 500; tries += 1) await sleep(20);
    await watch.stop();
    expect(countHours(store)).toBe(3);
  });
});

describe('edition in effect', () => {
  const openProving = (signer = APPROVAL_KEYS.editionSigner) => openRulebookStore({ ...options(), db, signer });

  test('does not apply without signatures, and raises an alert', async () => {
    const store = await openProving();
    await store.refresh();
    book.write({ hours: 200 });
    await store.refresh();
    await approveWaiting();
    await store.refresh();
    expect(countHours(store)).toBe(36);
    expect((await openReasons()).map(({ kind }) => kind)).toContain('rulebook_unproven');
    const started = await openProving();
    expect(countHours(started)).toBe(36);
  });

  test('does not apply when its content differs from its digest', async () => {
    const store = await openAndLoad();
    book.write({ hours: 3 });
    await store.refresh();
    await approveWaiting();
    await sql`update rulebook_edition set content = jsonb_set(content, '{grounds}', '[]')
      where number = (select max(number) from rulebook_edition)`.execute(db);
    expect(countHours(await openAndLoad())).toBe(36);
    expect((await openReasons()).map(({ kind }) => kind)).toContain('rulebook_unproven');
  });

  test('stays the adopted one under a later release with another law, which waits for approval', async () => {
    await (await openProving()).refresh();
    book.write({ hours: 200 });
    law = readRulebookContent(book.dir);
    const store = await openProving();
    await store.refresh();
    expect(countHours(store)).toBe(36);
    expect(await states()).toEqual(['approved, adopted', 'proposed']);
  });

  test('stays the adopted one without the key that signed it, as long as the release ships it', async () => {
    await (await openProving()).refresh();
    const keyless = APPROVAL_KEYS.accepting([]);
    expect((await openProving(keyless)).state().state).toBe('up');
    book.write({ hours: 200 });
    law = readRulebookContent(book.dir);
    expect((await openProving(keyless)).state().detail).toContain('The law of this release applies.');
  });

  test('is not what somebody wrote into an empty registry as adopted', async () => {
    book.write({ hours: 200 });
    await openAndLoad();
    const forged = readRulebookContent(book.dir);
    const number = await storeEdition(db, { content: forged, tzVersion: 'x' });
    await empty('edition_status');
    await adoptEdition(db, { digest: digestOfLaw(forged), edition: number, at: new Date(), adoption: null });
    const store = await openProving();
    await store.refresh();
    expect(countHours(store)).toBe(36);
    expect((await openReasons()).map(({ kind }) => kind)).toContain('rulebook_unproven');
  });

  test('is adopted without approvals only as the first edition, by any writer', async () => {
    await openAndLoad();
    book.write({ hours: 200 });
    await openAndLoad();
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

describe('stored editions', () => {
  test('depend on law and time-zone data, not on the order of keys', async () => {
    const content = readRulebookContent(book.dir);
    const turned = Object.fromEntries(Object.entries(content).toReversed()) as unknown as typeof content;
    const first = await storeEdition(db, { content, tzVersion: '2026a' });
    expect(await storeEdition(db, { content: turned, tzVersion: '2026a' })).toBe(first);
    expect(await storeEdition(db, { content, tzVersion: '2026b' })).not.toBe(first);
  });

  test('apply without approval when only the time-zone data differs', async () => {
    const store = await openAndLoad();
    await sql`update rulebook_edition set sha256 = 'other', tz_version = '1970a'`.execute(db);
    const started = await openAndLoad();
    expect(countHours(started)).toBe(36);
    expect(started.present().edition).not.toBe(store.present().edition);
    expect(await openReasons()).toEqual([]);
  });

  test('are read from the registry as they were read from the folder', async () => {
    const content = readRulebookContent(book.dir);
    await openAndLoad();
    book.breakIt();
    expect((await readRulebookToApply(db, options())).content).toEqual(content);
  });
});

describe('rulebook store and facts about the company', () => {
  const openAs = async (company: CompanyFacts) => {
    const store = await openRulebookStore({ ...options(), db, company });
    await store.refresh();
    return store;
  };

  test('an empty registry takes the law without facts, and the facts wait for approval', async () => {
    const { rulebook } = (await openAs({ licences: ['my-onsa'] })).present();
    expect(rulebook.company).toEqual({});
    expect(await states()).toEqual(['approved, adopted', 'proposed']);
  });

  test('a changed fact waits for approval as a changed law does', async () => {
    const first = await openAs({ users: { TR: 2_000_000 } });
    await approveWaiting();
    await first.refresh();
    const store = await openAs({ users: { TR: 10 } });
    expect(store.present().edition).toBe(first.present().edition);
    expect(store.present().rulebook.company).toEqual({ users: { TR: 2_000_000 } });
    await approveWaiting();
    await store.refresh();
    expect(store.present().rulebook.company).toEqual({ users: { TR: 10 } });
  });
});
