import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { checkSubmission } from '../../activities/enforcement/enforcement-check.js';
import { RESTORE_CAUSES } from '../../domain/submissions/submission.js';
import { ROLES, type Role } from '../../domain/people/permission.js';
import { startDomainApi, type ApiHarness, type HarnessPerson } from '../support/api-harness.js';
import { APPROVAL_KEYS } from '../support/approval-keys.js';
import { createDomainEngine } from '../support/domain-engine.js';
import { ordersInForce, type OrdersInForce } from '../support/orders-in-force.js';

let api: ApiHarness;
let desk: OrdersInForce;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
  desk = ordersInForce(api, engine);
});
afterAll(() => api.close());

const PAST = '2021-01-01T00:00:00Z';
let references = 0;

/** Ways for one person to create a ground for lifting; each is followed by `reinstate` and an approval. */
const PREPARATIONS: Record<string, (id: string, by: HarnessPerson) => Promise<unknown>> = {
  nothing: async () => undefined,
  async appeal(id, by) {
    const filed = await api.post('/v1/appeals', by, { notice: id, target: 1, statement: 'Mine.' });
    const outsider = await api.post('/v1/appeals', 'intake', { notice: id, target: 1, statement: 'Theirs.' });
    for (const appeal of [filed, outsider])
      await api.post(`/v1/appeals/${appeal.json().id}/decide`, by, { outcome: 'restored', reasons: 'Won.' });
  },
  'an end that has passed': (id, by) => api.post(`/v1/notices/${id}/triage`, by, { effectiveUntil: PAST }),
  async 'a revocation of their own'(id, by) {
    references += 1;
    const sent = { kind: 'revocation', authority: 'in-meity', jurisdiction: 'IN', subject: 'Revoked', channel: 'api' };
    const body = { ...sent, reference: `ADV/${references}`, relatesTo: [{ notice: id, as: 'revokes' }] };
    const document = await api.post('/v1/notices', by, body, { 'idempotency-key': `adversary-${references}` });
    await verify(document.json().id, id, by);
  },
  async 'a revocation of another sender that they link and verify'(id, by) {
    const document = await api.receive({ kind: 'revocation', targets: [], reference: `ADV/${(references += 1)}` });
    await verify(document.id, id, by);
  },
};

async function verify(document: string, order: string, by: HarnessPerson): Promise<void> {
  await api.post(`/v1/notices/${document}/link`, by, { notice: order, as: 'revokes' });
  await api.post(`/v1/notices/${document}/verify-sender`, by, {
    method: 'call_back',
    contact: 0,
    outcome: 'confirmed',
    note: 'It is genuine.',
  });
}

async function tryEveryCause(id: string, by: HarnessPerson): Promise<void> {
  for (const cause of RESTORE_CAUSES) {
    await api.post(`/v1/notices/${id}/reinstate`, by, { select: { all: true }, cause });
    const { submission } = (await api.get(`/v1/notices/${id}`, 'auditor')).json();
    const { number, digest } = submission;
    await api.post(`/v1/notices/${id}/approve`, by, { submission: number, digest });
    await expectNothingLifted(id);
    // A returned submission makes room for the next cause; whether this person may return it does not matter here.
    await api.post(`/v1/notices/${id}/return`, 'approver', { submission: number, reason: 'Next' });
  }
}

async function expectNothingLifted(id: string): Promise<void> {
  const { rows } = await sql<{ number: number; state: string }>`
    select number, state from submission where notice_id = ${id}::uuid and purpose = 'restoration'`.execute(api.db);
  for (const { number, state } of rows) {
    expect(state).not.toBe('approved');
    const checked = await checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: number });
    expect(checked.ok).toBe(false);
  }
}

const ALONE: [string, readonly Role[]][] = [...ROLES.map((role): [string, Role[]] => [role, [role]]), ['all', ROLES]];

describe.each(ALONE)('lifting a restriction: one person with the role %s', (name, roles) => {
  let person: HarnessPerson;
  beforeAll(async () => {
    person = await api.addPerson(`Alone ${name}`, [...roles], roles.includes('intake') ? 'all' : []);
  });

  test.each(Object.entries(PREPARATIONS))('cannot lift anything alone after preparing %s', async (_, prepare) => {
    const id = await desk.inForce(1);
    await prepare(id, person);
    await expectNothingLifted(id);
    await tryEveryCause(id, person);
  });
});
