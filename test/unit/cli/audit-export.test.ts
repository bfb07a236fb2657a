import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { exportAudit } from '../../../cli/audit/export.js';
import type { DeskClient } from '../../../sdk/http.js';

test('audit export fails and leaves no file where the desk lists fewer entries than its checkpoint covers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-export-'));
  const path = join(folder, 'log.ndjson');
  const desk = {
    getText: async () => ({ body: 'notice-desk/audit/x\n2\nroot\n' }),
    get: async () => ({ body: { items: [], nextCursor: null } }),
  } as unknown as DeskClient;
  const exporting = exportAudit(desk, { path, stderr: { write: () => true } });
  await expect(exporting).rejects.toThrow('The desk lists no entries after 0 of 2');
  expect(existsSync(path)).toBe(false);
  rmSync(folder, { recursive: true });
});
