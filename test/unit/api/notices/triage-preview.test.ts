import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

interface Previewed {
  kind: string;
  owner: string;
  basis: string;
  state: string;
  startsAt: string;
  dueAt: string;
}

const preview = (id: string, body: object, role = 'reviewer') =>
  api.post(`/v1/notices/${id}/triage/preview`, role as 'reviewer', body);
const readClocks = async (id: string): Promise<Previewed[]> =>
  (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json().items;
const toTimes = (clocks: readonly Previewed[]) =>
  clocks
    .filter(({ state }) => state === 'running')
    .map(({ kind, owner, startsAt, dueAt }) => [kind, owner, startsAt, dueAt].join(' '))
    .toSorted();
const ORDERED = { kind: 'blocking_order', authority: 'in-meity', jurisdiction: 'IN', regime: 'IN-69A-EMERG' };

describe('preview of triage', () => {
  test('shows the clocks that triage then starts, at the same times', async () => {
    const { id } = await api.receive({ ...ORDERED, orderedDeadline: null });
    const answers = {
      regime: 'IN-ITR-3-1-D',
      facts: { actualKnowledgeAt: '2021-02-01T10:00:00Z', issuedAt: '2021-01-31T10:00:00Z' },
    };
    const before = await readClocks(id);
    const shown = (await preview(id, answers)).json();
    expect(shown.regime).toMatchObject({ id: 'IN-ITR-3-1-D' });
    expect(await readClocks(id)).toEqual(before);
    expect((await api.post(`/v1/notices/${id}/triage`, 'reviewer', answers)).statusCode).toBe(200);
    expect(toTimes(shown.clocks)).toEqual(toTimes(await readClocks(id)));
  });

  test('shows the acknowledgement as met once it has left, as triage keeps it', async () => {
    const { id } = await api.receive(ORDERED);
    const acknowledgement = async () =>
      (await preview(id, {})).json().clocks.find(({ kind }: Previewed) => kind === 'acknowledge').state;
    expect(await acknowledgement()).toBe('running');
    await sql`update clock set state = 'met', met_at = now() where notice_id = ${id}::uuid and kind = 'acknowledge'`.execute(
      api.db,
    );
    expect(await acknowledgement()).toBe('met');
  });

  test('asks only for the dates that the law uses, and for its own checklist', async () => {
    const { id } = await api.receive(ORDERED);
    const emergency = (await preview(id, {})).json();
    const knowledge = (await preview(id, { regime: 'IN-ITR-3-1-D' })).json();
    expect(emergency.dates).not.toContain('actualKnowledgeAt');
    expect(knowledge.dates).toContain('actualKnowledgeAt');
    expect(knowledge.dates).not.toContain('hearingAt');
    expect(knowledge.checklist).not.toEqual(emergency.checklist);
  });

  test.each([
    ['an unknown law', { regime: 'XX-NONE' }, '/regime'],
    ['a time without an offset', { facts: { issuedAt: '2021-02-01T10:00:00' } }, '/facts/issuedAt'],
    ['an unknown field', { law: 'IN-69A' }, '/law'],
    ['a duration of nothing', { orderedDeadline: { within: 'soon' } }, '/orderedDeadline/within'],
  ])('refuses %s', async (_, body, path) => {
    const { id } = await api.receive(ORDERED);
    const answer = await preview(id, body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors.map((each: { path: string }) => each.path)).toContain(path);
  });

  test('is refused to people who cannot triage', async () => {
    const { id } = await api.receive(ORDERED);
    expect((await preview(id, {}, 'auditor')).statusCode).toBe(403);
  });
});

describe('deadline in triage', () => {
  const triage = (id: string, body: object) => api.post(`/v1/notices/${id}/triage`, 'reviewer', body);
  const complies = async (id: string) =>
    (await readClocks(id)).filter(
      ({ kind, owner, state }) => kind === 'comply' && owner === 'us' && state === 'running',
    );

  test('runs as ordered and waits for a second person', async () => {
    const { id } = await api.receive({ ...ORDERED, orderedDeadline: null });
    expect((await triage(id, { orderedDeadline: { within: 'PT30M' } })).statusCode).toBe(200);
    const [clock] = await complies(id);
    expect(clock).toMatchObject({ basis: 'order', confirmed: false });
    expect((await api.get(`/v1/notices/${id}`, 'reviewer')).json().orderedDeadline).toMatchObject({ within: 'PT30M' });
  });

  test('is never moved to a later time', async () => {
    const { id } = await api.receive({ ...ORDERED, orderedDeadline: { within: 'PT2H' } });
    const before = await complies(id);
    const answer = await triage(id, { orderedDeadline: { within: 'PT3H' } });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0]).toMatchObject({ path: '/orderedDeadline' });
    expect(await complies(id)).toEqual(before);
    expect((await triage(id, { orderedDeadline: { within: 'PT1H' } })).statusCode).toBe(200);
  });
});
