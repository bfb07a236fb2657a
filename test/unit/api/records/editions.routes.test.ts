import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { isProvenEdition } from '../../../../application/edition-signer.js';
import { listEditionActs } from '../../../../registry/rulebook/edition-status.js';
import { APPROVAL_KEYS } from '../../../support/approval-keys.js';
import { startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { makeSmallRulebook, type SmallRulebook } from '../../../support/law/small-rulebook.js';

type Who = Parameters<ApiHarness['post']>[1];
const KEYS = APPROVAL_KEYS.editionSigner;

let api: ApiHarness;
let book: SmallRulebook;
let admin2: HarnessPerson;
let hours = 40;

beforeAll(async () => {
  book = makeSmallRulebook();
  api = await startApi({}, { rulebookDir: book.dir });
  admin2 = await api.addPerson('admin2', ['admin']);
});
afterAll(async () => {
  await api.close();
  book.remove();
});

/** Writes another law into the folder, as one person alone can. */
async function changeFolder(): Promise<string> {
  hours += 1;
  book.write({ hours });
  await api.rulebookStore.refresh();
  return (await waiting())?.digest ?? '';
}

const list = async (as: Who = 'counsel') => (await api.get('/v1/rulebook/editions?limit=200', as)).json().items;
const waiting = async () => (await list()).find(({ state }: { state: string }) => state === 'proposed');
const decide = (word: string) => (digest: string, as: Who, body: object) =>
  api.post(`/v1/rulebook/editions/${digest}/${word}`, as, body);
const approve = (digest: string, as: Who, body: object = {}) => decide('approve')(digest, as, body);
const refuse = (digest: string, as: Who, body: object = { reason: 'Not the Act.' }) =>
  decide('refuse')(digest, as, body);
const hoursInEffect = async () => {
  await api.rulebookStore.refresh();
  const { id } = await api.receive({ regime: 'IN-TEST', receivedAt: '2026-03-02T10:00:00.000Z' });
  const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
  const { startsAt, dueAt } = items.find(({ kind }: { kind: string }) => kind === 'comply');
  return (Date.parse(dueAt) - Date.parse(startsAt)) / 3_600_000;
};
const slug = (answer: { json(): { type: string } }) => answer.json().type.replace('urn:notice-desk:problem:', '');

describe('approval of a changed rulebook folder', () => {
  let digest: string;
  let before: number;
  beforeEach(async () => {
    before = await hoursInEffect();
    digest = await changeFolder();
  });

  test('applies the edition to new notices only after two people, one of them counsel, approve its digest', async () => {
    expect(await hoursInEffect()).toBe(before);
    const first = await approve(digest, 'admin', { reason: 'Read against the gazette.' });
    expect(first.json()).toMatchObject({
      state: 'proposed',
      missing: 'counsel',
      approvals: [{ by: { name: 'admin' } }],
    });
    expect(await hoursInEffect()).toBe(before);
    expect((await approve(digest, 'counsel')).json()).toMatchObject({
      state: 'approved',
      inEffect: true,
      missing: null,
    });
    expect(await hoursInEffect()).toBe(hours);
  });

  test('rejects two approvals without counsel, two by one person, and those of other roles', async () => {
    expect((await approve(digest, 'admin')).statusCode).toBe(200);
    expect(slug(await approve(digest, 'admin'))).toBe('four-eyes');
    const again = await approve(digest, admin2);
    expect([slug(again), again.json().detail]).toEqual(['forbidden', expect.stringContaining('counsel')]);
    for (const role of ['intake', 'reviewer', 'approver', 'ops', 'auditor'] as const) {
      expect((await approve(digest, role)).statusCode).toBe(403);
      expect((await refuse(digest, role)).statusCode).toBe(403);
    }
    expect(await hoursInEffect()).toBe(before);
  });

  test('rejects a second approval by one person who holds both roles', async () => {
    const both = await api.addPerson(`Both${hours}`, ['admin', 'counsel']);
    expect((await approve(digest, both)).json()).toMatchObject({ state: 'proposed', missing: 'another' });
    expect(slug(await approve(digest, both))).toBe('four-eyes');
    expect(await hoursInEffect()).toBe(before);
  });

  test('drops the approval of a person who has left or lost the role', async () => {
    const counsel = await api.addPerson(`Leaving${hours}`, ['counsel']);
    expect((await approve(digest, counsel)).statusCode).toBe(200);
    await sql`update person set active = false where id = ${counsel.id}::uuid`.execute(api.db);
    expect((await approve(digest, 'admin')).json()).toMatchObject({ state: 'proposed', missing: 'counsel' });
    expect(await hoursInEffect()).toBe(before);
  });

  test('never applies a refused edition, and rejects later approvals of it', async () => {
    await approve(digest, 'counsel');
    const refused = (await refuse(digest, 'admin')).json();
    expect(refused).toMatchObject({ state: 'refused', refused: { by: { name: 'admin' }, reason: 'Not the Act.' } });
    expect(slug(await approve(digest, admin2))).toBe('illegal-transition');
    expect((await api.get('/v1/ops/alerts?kind=rulebook_proposed', 'counsel')).json().items).toEqual([]);
    expect(await hoursInEffect()).toBe(before);
  });

  test('raises an alert for counsel while an edition waits, and shows what differs', async () => {
    const alerts = (await api.get('/v1/ops/alerts?kind=rulebook_proposed', 'counsel')).json().items;
    expect(alerts).toMatchObject([{ summary: expect.stringContaining('two people, one of them counsel') }]);
    const shown = await waiting();
    expect(shown).toMatchObject({ digest, inEffect: false, adopted: false, sections: ['regimes'] });
    expect(JSON.stringify(shown.differences)).toContain(`${hours}`);
    expect((await list('admin')).map((one: { digest: string }) => one.digest)).toContain(digest);
  });

  test('shows which open clocks it would move, of notices that the reader can read, and moves none', async () => {
    const open = await api.receive({ regime: 'IN-TEST', receivedAt: '2026-03-02T10:00:00.000Z' });
    const secret = await api.receive({ regime: 'IN-TEST', secrecy: await api.gagged() });
    const effects = async (as: Who) => (await api.get(`/v1/rulebook/editions/${digest}/effects?limit=200`, as)).json();
    const [counsel, reviewer] = [await effects('counsel'), await effects('reviewer')];
    const numbers = ({ items }: { items: { number: string }[] }) => items.map(({ number }) => number);
    expect(numbers(counsel)).toEqual(expect.arrayContaining([open.number, secret.number]));
    expect(numbers(reviewer)).toContain(open.number);
    expect(numbers(reviewer)).not.toContain(secret.number);
    expect(counsel.notices).toBe(reviewer.notices + 1);
    expect(reviewer.vectors).toEqual({ changed: 0, items: [] });
    expect(reviewer.items[0].why).toEqual([expect.stringContaining(`${hours}`)]);
    const { items } = (await api.get(`/v1/notices/${open.id}/clocks`, 'reviewer')).json();
    const { startsAt, dueAt } = items.find(({ kind }: { kind: string }) => kind === 'comply');
    expect(Date.parse(dueAt) - Date.parse(startsAt)).toBe(before * 3_600_000);
    expect((await api.get('/v1/rulebook/editions/x/effects', 'counsel')).statusCode).toBe(404);
    expect((await api.get(`/v1/rulebook/editions/${digest}/effects`, 'intake')).statusCode).toBe(403);
  });

  test('adds the edition’s authorities to the directory when it takes effect, and not before', async () => {
    const known = async () =>
      (await api.get('/v1/authorities?limit=200', 'admin')).json().items.map(({ id }: { id: string }) => id);
    const file = join(book.dir, 'authorities.yaml');
    const name = `xx-new-${hours}`;
    writeFileSync(
      file,
      `- { id: in-meity, name: MeitY, country: IN, kind: ministry }\n- { id: ${name}, name: New, country: XX, kind: court }\n`,
    );
    const other = await changeFolder();
    await approve(other, 'admin');
    await api.rulebookStore.refresh();
    expect(await known()).not.toContain(name);
    expect((await approve(other, 'counsel')).json()).toMatchObject({ inEffect: true });
    expect(await known()).toContain(name);
  });

  test('proves an edition by its approval signatures, and rejects them for another digest or another proposal', async () => {
    await approve(digest, 'counsel');
    await approve(digest, 'admin');
    const acts = await listEditionActs(api.db, digest);
    expect(isProvenEdition(digest, acts, KEYS)).toBe(true);
    expect(isProvenEdition(digest, acts.slice(1), KEYS)).toBe(false);
    expect(isProvenEdition(`sha256:${'0'.repeat(64)}`, acts, KEYS)).toBe(false);
    expect(
      isProvenEdition(
        digest,
        acts.map((act) => ({ ...act, proposal: act.proposal + 1 })),
        KEYS,
      ),
    ).toBe(false);
    expect(
      isProvenEdition(
        digest,
        acts.map((act) => ({ ...act, person: acts[0]?.person ?? '' })),
        KEYS,
      ),
    ).toBe(false);
    expect(isProvenEdition(digest, acts, APPROVAL_KEYS.accepting([]))).toBe(false);
    const [one] = acts;
    const until = new Date((one?.at.getTime() ?? 0) - 1).toISOString();
    const old = APPROVAL_KEYS.accepting([{ ...APPROVAL_KEYS.published, until }]);
    expect(isProvenEdition(digest, acts, old)).toBe(false);
  });

  test('returns 404 for an approval or refusal of an unknown digest', async () => {
    for (const other of [`sha256:${'0'.repeat(64)}`, 'x']) {
      expect((await approve(other, 'counsel')).statusCode).toBe(404);
      expect((await refuse(other, 'counsel')).statusCode).toBe(404);
    }
    expect((await refuse(digest, 'counsel', {})).statusCode).toBe(422);
  });
});
