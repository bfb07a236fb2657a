import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import pino from 'pino';
import { openRulebookStore } from '../../../../application/clocks/rulebook/rulebook-store.js';
import { digestOfLaw } from '../../../../rulebook/edition-digest.js';
import { readRulebookContent } from '../../../../rulebook/load.js';
import type { RulebookContent } from '../../../../rulebook/rulebook.js';
import { APPROVAL_KEYS, makeApprovalKeys } from '../../../support/approval-keys.js';
import { startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { makeSmallRulebook, type SmallRulebook } from '../../../support/law/small-rulebook.js';

type Who = Parameters<ApiHarness['post']>[1];
type Word = 'pin' | 'unpin';

const REASON = { reason: 'The amendment is disputed.' };

let api: ApiHarness;
let book: SmallRulebook;
let law: RulebookContent;
let admin2: HarnessPerson;
let pinned: string;
let later: string;

/** One edition of 36 hours, which the registry adopted, and a later one of 3 hours, which two people approved. */
beforeAll(async () => {
  book = makeSmallRulebook();
  law = readRulebookContent(book.dir);
  pinned = digestOfLaw(law);
  api = await startApi({}, { rulebookDir: book.dir });
  admin2 = await api.addPerson('admin2', ['admin']);
  later = await approveLaw(3);
});
afterAll(async () => {
  await api.close();
  book.remove();
});

async function approveLaw(hours: number): Promise<string> {
  const digest = writeLaw(hours);
  await api.applyFolder();
  return digest;
}

function writeLaw(hours: number): string {
  book.write({ hours });
  return digestOfLaw(readRulebookContent(book.dir));
}

const list = async () => (await api.get('/v1/rulebook/editions?limit=200', 'counsel')).json().items;
const find = async (digest: string) => (await list()).find((one: { digest: string }) => one.digest === digest);
const slug = (answer: { json(): { type: string } }) => answer.json().type.replace('urn:notice-desk:problem:', '');
const decide = (word: Word, digest: string, as: Who, body: object = REASON) =>
  api.post(`/v1/rulebook/editions/${digest}/${word}`, as, body);

async function decideByTwo(word: Word, digest: string): Promise<void> {
  for (const as of ['counsel', 'admin'] as const) expect((await decide(word, digest, as)).statusCode).toBe(200);
}

async function hoursOfNewNotice(): Promise<number> {
  await api.rulebookStore.refresh();
  const { id } = await api.receive({ regime: 'IN-TEST', receivedAt: '2026-03-02T10:00:00.000Z' });
  const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
  const { startsAt, dueAt } = items.find(({ kind }: { kind: string }) => kind === 'comply');
  return (Date.parse(dueAt) - Date.parse(startsAt)) / 3_600_000;
}

const openStore = (logged: string[] = []) =>
  openRulebookStore({
    db: api.context.db,
    dir: book.dir,
    shipped: () => law,
    logger: pino({ level: 'error' }, { write: (line) => logged.push(line) }),
    settleMs: 0,
    signer: APPROVAL_KEYS.editionSigner,
  });

function countHours({ present }: Awaited<ReturnType<typeof openStore>>): number | undefined {
  const version = present().rulebook.regimeAt('IN-TEST', Date.UTC(2026, 5, 1));
  return version?.clocks.find(({ kind }) => kind === 'comply')?.counting?.amount;
}

const alerts = async () =>
  (await api.get('/v1/ops/alerts?kind=rulebook_unproven', 'ops'))
    .json()
    .items.map(({ summary }: { summary: string }) => summary);

describe('a pinned edition', () => {
  test('takes effect when two people, one of them counsel, have decided it, and ends the same way', async () => {
    expect(await hoursOfNewNotice()).toBe(3);
    const first = (await decide('pin', pinned, 'admin')).json();
    expect(first).toMatchObject({
      pinned: false,
      pinning: { kind: 'pin', approvals: [{ by: { name: 'admin' }, ...REASON }], missing: 'counsel' },
    });
    expect(await hoursOfNewNotice()).toBe(3);
    expect((await decide('pin', pinned, 'counsel')).json()).toMatchObject({
      pinned: true,
      inEffect: true,
      pinning: null,
    });
    expect(await hoursOfNewNotice()).toBe(36);
    expect(countHours(await openStore())).toBe(36);

    expect((await decide('unpin', pinned, 'counsel')).json()).toMatchObject({
      pinned: true,
      pinning: { kind: 'unpin', missing: 'another' },
    });
    expect(await hoursOfNewNotice()).toBe(36);
    expect((await decide('unpin', pinned, 'admin')).json()).toMatchObject({ pinned: false, inEffect: false });
    expect(await hoursOfNewNotice()).toBe(3);
    const { rows } = await sql<{ action: string; in_effect: boolean }>`
      select action, (detail ->> 'inEffect')::boolean as in_effect from audit_entry
      where action like 'rulebook_edition_%pinned' order by seq`.execute(api.db);
    expect(rows.map(({ action, in_effect }) => [action, in_effect])).toEqual([
      ['rulebook_edition_pinned', false],
      ['rulebook_edition_pinned', true],
      ['rulebook_edition_unpinned', false],
      ['rulebook_edition_unpinned', true],
    ]);
  });

  test('stays in effect when two people approve another edition, until it is unpinned', async () => {
    await decideByTwo('pin', pinned);
    const approved = await approveLaw(5);
    expect(await find(approved)).toMatchObject({ state: 'approved', inEffect: false });
    expect(await hoursOfNewNotice()).toBe(36);
    await decideByTwo('unpin', pinned);
    expect(await find(approved)).toMatchObject({ inEffect: true });
    expect(await hoursOfNewNotice()).toBe(5);
    later = approved;
  });

  test('is not proposed again by a folder that says the same, so that it keeps its approvals', async () => {
    await decideByTwo('pin', pinned);
    writeLaw(36);
    await api.rulebookStore.refresh();
    expect((await list()).filter(({ state }: { state: string }) => state === 'proposed')).toEqual([]);
    expect(await find(pinned)).toMatchObject({ state: 'approved', pinned: true });
    writeLaw(5);
    await api.rulebookStore.refresh();
    await decideByTwo('unpin', pinned);
  });

  test('is neither pinned nor unpinned by one person, by two without counsel, or by other roles', async () => {
    const both = await api.addPerson('Both', ['admin', 'counsel']);
    for (const word of ['pin', 'unpin'] as const) {
      expect((await decide(word, pinned, both)).statusCode).toBe(200);
      expect(slug(await decide(word, pinned, both))).toBe('four-eyes');
      for (const role of ['intake', 'reviewer', 'approver', 'ops', 'auditor'] as const)
        expect((await decide(word, pinned, role)).statusCode).toBe(403);
      expect(await find(pinned)).toMatchObject({ pinned: word === 'unpin' });
      expect((await decide(word, pinned, admin2)).statusCode).toBe(200);
      expect(await find(pinned)).toMatchObject({ pinned: word === 'pin' });
    }
    expect((await decide('pin', pinned, 'admin')).statusCode).toBe(200);
    expect(slug(await decide('pin', pinned, admin2))).toBe('forbidden');
    expect(await hoursOfNewNotice()).toBe(5);
    expect((await decide('pin', pinned, 'counsel')).json()).toMatchObject({ pinned: true });
    await decideByTwo('unpin', pinned);
  });

  test('counts no approval of a person who has left', async () => {
    const leaving = await api.addPerson('Leaving', ['counsel']);
    await decide('pin', later, leaving);
    await sql`update person set active = false where id = ${leaving.id}::uuid`.execute(api.db);
    expect((await decide('pin', later, 'admin')).json()).toMatchObject({
      pinned: false,
      pinning: { missing: 'counsel', approvals: [{ by: { name: 'admin' } }] },
    });
  });

  test('is one that has been in effect, and is named with a reason', async () => {
    const proposed = writeLaw(7);
    await api.rulebookStore.refresh();
    const refused = await decide('pin', proposed, 'counsel');
    expect([slug(refused), refused.json().detail]).toEqual([
      'illegal-transition',
      expect.stringContaining('Approve it'),
    ]);
    expect(slug(await decide('unpin', later, 'counsel'))).toBe('illegal-transition');
    expect((await decide('pin', `sha256:${'0'.repeat(64)}`, 'counsel')).statusCode).toBe(404);
    expect((await decide('pin', later, 'counsel', {})).statusCode).toBe(422);
    writeLaw(5);
    await api.rulebookStore.refresh();
  });
});

describe('a pinned edition that is missing or unproven', () => {
  test('leaves the last proven edition in effect after a restart, says so in one sentence, and can be unpinned', async () => {
    await decideByTwo('pin', pinned);
    expect(await hoursOfNewNotice()).toBe(36);
    await sql`update rulebook_edition set content = jsonb_set(content, '{grounds}', '[]')
      where number = (select edition from edition_status where digest = ${pinned})`.execute(api.db);
    const logged: string[] = [];
    const store = await openStore(logged);
    expect(countHours(store)).toBe(5);
    expect(logged).toEqual([expect.stringContaining('The desk is pinned to the rulebook edition sha256:')]);
    await store.refresh();
    const says =
      /^The desk is pinned to the rulebook edition sha256:\w{12}…, which has another content than was approved\. Edition \d+, the last one that is proven, applies\.$/;
    expect(store.state()).toEqual({ state: 'degraded', detail: expect.stringMatching(says) });
    expect(await alerts()).toEqual([expect.stringMatching(says)]);

    await sql`update rulebook_edition set content = jsonb_set(content, '{format}', '0')
      where number = (select edition from edition_status where digest = ${pinned})`.execute(api.db);
    expect((await openStore()).state().detail).toContain('which is missing or unreadable for this release.');

    await decideByTwo('unpin', pinned);
    await store.refresh();
    expect([countHours(store), store.state().state]).toEqual([5, 'up']);
    expect(await alerts()).toEqual([]);
  });

  test('has no effect if its decisions are not signed, or signed for another time', async () => {
    const before = await hoursOfNewNotice();
    const forger = makeApprovalKeys().editionSigner;
    const last = await sql<{
      count: number;
    }>`select max(proposal) as count from edition_act where kind = 'unpin'`.execute(api.db);
    const count = (last.rows[0]?.count ?? 0) + 1;
    for (const as of ['counsel', 'admin'] as const) {
      const { id: person } = api.people[as];
      const at = new Date();
      const given = {
        digest: later,
        proposal: count,
        person,
        roles: [as],
        at: at.toISOString(),
        inEffect: true,
      } as const;
      const { statement, keyId, signature } = forger.sign({ kind: 'pin_edition', ...given });
      await sql`insert into edition_act (id, digest, proposal, kind, person_id, roles, statement, key_id, signature, at)
        values (gen_random_uuid(), ${later}, ${count}, 'pin', ${person}, ${[as]}, ${statement}, ${keyId}, ${signature},
          ${at})`.execute(api.db);
      // What people signed once, for the present: only the number is another.
      await sql`insert into edition_act (id, digest, proposal, kind, person_id, roles, statement, key_id, signature, at)
        select gen_random_uuid(), digest, ${count}, kind, person_id, roles, statement, key_id, signature, at
        from edition_act where kind = 'pin' and proposal = 0 and person_id = ${person}`.execute(api.db);
    }
    expect(await hoursOfNewNotice()).toBe(before);
    expect((await find(later)).pinned).toBe(false);
    expect(await alerts()).toEqual([expect.stringContaining('is recorded without a valid signature.')]);
  });
});
