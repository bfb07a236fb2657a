import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { idleEngine, startApi, type ApiAnswer, type ApiHarness } from '../../../support/api-harness.js';
import { nameSigners, startPortal, type PortalFixture, type Visitor } from './portal.js';

export const ORDER = {
  kind: 'blocking_order',
  subject: 'Two accounts',
  reference: 'A-7',
  text: 'Block them.',
  targets: '@one\n@two\n@one',
};
export const PDF = { field: 'documents', name: 'order.pdf', type: 'application/pdf', text: '%PDF-1.4 signed' };

export const readReceipt = (answer: ApiAnswer) => String(answer.headers['location']).split('/').at(-1) ?? '';

export async function filed(who: Visitor, answer: ApiAnswer) {
  expect([answer.statusCode, answer.body.slice(0, 2_000)]).toEqual([303, '']);
  const number = readReceipt(answer);
  const json = await who.get(`/portal/receipts/${number}/json`);
  expect(json.statusCode).toBe(200);
  return json.json();
}

/** Starts a desk with the portal and a signer of each of two authorities, for all tests of a file. */
export function withSigners(give: (api: ApiHarness, portal: PortalFixture, signer: Visitor, other: Visitor) => void) {
  let api: ApiHarness;
  let portal: PortalFixture;
  let signer: Visitor;
  const started: string[] = [];
  /** One address per test, so that tests do not use up each other's rate limits. */
  let address = 0;
  beforeAll(async () => {
    const start = async ({ noticeId }: { noticeId: string }) => {
      started.push(noticeId);
      return 'started' as const;
    };
    api = await startApi({ engine: { ...idleEngine, start } });
    portal = await startPortal(api);
    await nameSigners(api, 'in-meity', [
      { name: 'A. Officer', rank: 'Joint Secretary' },
      { name: 'B. Officer', rank: 'Director' },
      { name: 'Gone', rank: 'Director', validTo: '2020-01-01T00:00:00Z' },
    ]);
    await nameSigners(api, 'in-mha', [{ name: 'C. Officer', rank: 'Secretary' }]);
    signer = await portal.signIn('in-meity', 'A. Officer');
    give(api, portal, signer, await portal.signIn('in-mha', 'C. Officer'));
  });
  beforeEach(() => {
    address += 1;
  });

  afterAll(async () => {
    await portal.close();
    await api.close();
  });
  return {
    started,
    from: () => ({ 'x-forwarded-for': `10.9.8.${address}` }),
    fileOne: async (who: Visitor = signer, fields: Record<string, string> = {}) =>
      (await filed(who, await who.file('/portal/new', '/portal/new', { ...ORDER, ...fields }, [PDF]))).receipt,
    findNotice: async (number: string) =>
      api.db.selectFrom('notice').selectAll().where('number', '=', number).executeTakeFirstOrThrow(),
    listActions: async (id: string) =>
      api.db
        .selectFrom('audit_entry')
        .select(['action', 'actor_kind', 'actor_id', 'actor_name', 'detail'])
        .where('notice_id', '=', id)
        .orderBy('seq')
        .execute(),
  };
}
