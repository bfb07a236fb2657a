import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { ordersInForce, type OrdersInForce } from '../../../support/orders-in-force.js';

let api: ApiHarness;
let orders: OrdersInForce;
const engine = createDomainEngine();
beforeAll(async () => {
  api = await startDomainApi(engine);
  orders = ordersInForce(api, engine);
});
afterAll(() => api.close());

const WORDS = { with: 'The Secretary', subject: 'The list', proposal: 'One\nTwo' };
const request = (id: string, kind: string, as: 'reviewer' | 'approver' = 'approver') =>
  api.post(`/v1/notices/${id}/request-dialogue`, as, { ...WORDS, kind });
const replyClocks = (id: string) => engine.stateOf(id).clocks.filter(({ kind }) => kind === 'reply');

describe('POST /v1/notices/{id}/request-dialogue with a kind', () => {
  test.each(['dialogue_request', 'review_request'])('sends a %s, and its reply has a clock', async (kind) => {
    const { id } = await api.receive();
    expect((await request(id, kind)).statusCode).toBe(200);
    expect(engine.stateOf(id).effects).toContainEqual(
      expect.objectContaining({ key: `${id}:dialogue:1`, letter: kind, submission: null }),
    );
    expect(replyClocks(id)).toHaveLength(1);
  });

  test('sends a reply to a show-cause notice, for which no reply is awaited', async () => {
    const { id } = await api.receive();
    await sql`update notice set kind = 'show_cause' where id = ${id}::uuid`.execute(api.db);
    expect((await request(id, 'show_cause_reply')).statusCode).toBe(200);
    expect(replyClocks(id)).toEqual([]);
  });

  test.each([
    ['show_cause_reply', 'asks for no reply'],
    ['gag_challenge', 'not secret'],
    ['disclosure_cover', 'No disclosure has been approved'],
    ['counter_notice', 'The rulebook names no law of counter notifications for notices under'],
  ])('refuses a %s that would state what is not so', async (kind, why) => {
    const { id } = await api.receive();
    const refused = await request(id, kind);
    expect([refused.statusCode, refused.json().errors]).toEqual([
      422,
      [{ path: '/kind', message: expect.stringContaining(why) }],
    ]);
    expect(engine.stateOf(id).effects.filter(({ key }) => key.includes(':dialogue:'))).toEqual([]);
  });

  test('forwards a counter notification to the complainant of a removal under the DMCA', async () => {
    const { id } = await api.receive({ targets: [{ type: 'post', locator: 'https://x.example/1' }] });
    await sql`update notice set regime_id = 'US-DMCA', regime_version = '1998-10-28' where id = ${id}::uuid`.execute(
      api.db,
    );
    const early = await request(id, 'counter_notice');
    expect([early.statusCode, early.body]).toEqual([422, expect.stringContaining('No item of this notice is removed')]);
    await sql`update target set action = 'remove_law', status = 'applied' where notice_id = ${id}::uuid`.execute(
      api.db,
    );
    expect((await request(id, 'counter_notice')).statusCode).toBe(200);
    expect(engine.stateOf(id).effects).toContainEqual(
      expect.objectContaining({
        letter: 'counter_notice',
        dialogue: expect.objectContaining({ proposal: 'One\nTwo' }),
      }),
    );
    expect(replyClocks(id)).toEqual([]);
  });

  test('refuses a kind that leaves otherwise, and people who may not send it', async () => {
    const { id } = await api.receive();
    expect((await request(id, 'push_back')).statusCode).toBe(422);
    expect((await request(id, 'review_request', 'reviewer')).statusCode).toBe(403);
  });
});

describe('language of the answer', () => {
  async function underBrazilianLaw() {
    const targets = [{ type: 'post', locator: 'https://x.example/1' }];
    const { id } = await api.receive({ jurisdiction: 'BR', regime: 'BR-MCI19', kind: 'court_order', targets });
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    const done = async (path: string, body: object) => {
      const answer = await api.post(`/v1/notices/${id}/${path}`, 'reviewer', body);
      if (answer.statusCode !== 200) throw new Error(answer.body);
      return answer.json();
    };
    await done('triage', { checklist: { 'exact-address': 'missing' } });
    await done('decide', { select: { all: true }, action: 'push_back', grounds: ['deficient'] });
    return { id, done };
  }

  test('is that of the law unless people choose another, and the approver sees which and why', async () => {
    const { id, done } = await underBrazilianLaw();
    expect((await api.get(`/v1/notices/${id}`, 'approver')).json().answer).toMatchObject({
      language: 'pt',
      duties: expect.arrayContaining([expect.objectContaining({ name: 'language', place: 'Art. 192' })]),
    });
    const [letter] = (await done('letters/preview', {})).items;
    expect(letter).toMatchObject({ language: 'pt', notes: ['language_of_law'] });
    expect(letter.text).toContain('(Lei nº 12.965/2014, Art. 19, § 1º)');
    expect(letter.text).toContain('(Art. 19, § 1º) Sem isso, o documento é nulo por lei.');
    const [english] = (await done('letters/preview', { language: 'en' })).items;
    expect(english).toMatchObject({ language: 'en', notes: ['not_language_of_law'] });
  });

  test('is frozen with the law that approvers approve', async () => {
    const { id, done } = await underBrazilianLaw();
    await done('submit', { letter: { fields: {} } });
    const { items } = (await api.get(`/v1/notices/${id}/submissions`, 'approver')).json();
    expect(items[0].letter).toMatchObject({
      language: 'pt',
      law: {
        language: { code: 'pt', place: 'Art. 192' },
        provisions: { deficient: 'Lei nº 12.965/2014, Art. 19, § 1º' },
      },
    });
  });
});

describe('letter on a restoration', () => {
  const reinstate = { select: { all: true }, cause: 'unilateral', note: 'Reviewed.' };

  test('is previewed for its approvers, and leaves once the targets are restored', async () => {
    const id = await orders.inForce(2);
    const { submission } = await orders.send(id, 'reinstate', reinstate);
    const { items } = await orders.send(id, 'letters/preview', { submission: submission.number }, 'approver');
    expect(items).toMatchObject([{ kind: 'restoration', when: 'effect', problem: null }]);
    expect(items[0].text).toContain('following 2 items. We have reviewed our decision.');
    await orders.approveAll(id, { submission });
    expect(engine.stateOf(id).submission?.letters).toEqual(['restoration']);
    const isLetter = ({ type }: { type: string }) => type === 'send_letter';
    expect(engine.stateOf(id).effects.filter(isLetter)).toEqual([]);
    await engine.settle(id, 'enforce', { ok: true });
    expect(engine.stateOf(id).effects.filter(isLetter)).toMatchObject([{ letter: 'restoration', submission: 2 }]);
  });

  test.each([
    ['the directory has no verified address', sql`update authority set verification = 'unverified'`],
    ['the sender is no longer proven', sql`update notice set authenticity = 'rejected'`],
  ])('is not written if %s', async (_, change) => {
    const id = await orders.inForce(1);
    await change.execute(api.db);
    const { submission } = await orders.send(id, 'reinstate', reinstate);
    await sql`update authority set verification = 'verified'`.execute(api.db);
    expect(engine.stateOf(id).submission?.letters).toEqual([]);
    expect(submission.number).toBe(2);
  });
});
