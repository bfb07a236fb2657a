import { afterAll, beforeAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi, type ApiHarness } from './api-harness.js';

export type AuditApi = Awaited<ReturnType<typeof startAuditApi>>;

export async function startAuditApi() {
  const home = mkdtempSync(join(tmpdir(), 'audit-'));
  const api: ApiHarness = await startApi();
  const actor = { kind: 'person' as const, id: api.people.ops.id, name: 'ops', roles: [] };
  return {
    api,
    url: await api.app.listen({ host: '127.0.0.1', port: 0 }),
    path: (name: string) => join(home, name),
    entry: (text: string, at = new Date()) => ({
      at,
      noticeId: null,
      actor,
      action: 'annotate' as const,
      detail: { text, audience: 'internal' as const },
    }),
    async close() {
      await api.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export function withAuditApi(take: (log: AuditApi) => void): void {
  let log: AuditApi | undefined;
  beforeAll(async () => {
    log = await startAuditApi();
    take(log);
  });
  afterAll(() => log?.close());
}
