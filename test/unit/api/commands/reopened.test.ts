import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCHEMA_VERSION } from '../../../../domain/notices/notice-state.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
});
afterAll(() => api.close());

describe('reopened notice', () => {
  test('starts its own run from the recorded version, under the current schema version', async () => {
    const { id } = await api.receive();
    Object.assign(engine.stateOf(id), { schemaVersion: 0 });
    await api.post(`/v1/notices/${id}/close`, 'counsel', { reason: 'Void.', override: true });
    engine.lose(id);
    const reopened = await api.post(`/v1/notices/${id}/reopen`, 'counsel', { reason: 'New facts.' });
    expect([reopened.statusCode, reopened.json().stage]).toEqual([200, 'review']);
    expect(engine.stateOf(id)).toMatchObject({ schemaVersion: SCHEMA_VERSION, version: 3 });
    const note = await api.post(`/v1/notices/${id}/annotate`, 'counsel', { text: 'Again.', audience: 'internal' });
    expect([note.statusCode, note.json().version]).toEqual([200, 4]);
  });
});
