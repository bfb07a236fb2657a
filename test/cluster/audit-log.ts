import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inheritedEnv } from '../../config/env.js';
import type { ChecklistItem } from './checklist.js';

const run = promisify(execFile);
const CLI = fileURLToPath(new URL('../../cli/main.js', import.meta.url));

export async function verifyAuditLog(home: string): Promise<ChecklistItem> {
  const what = 'the audit log verifies';
  const file = join(home, 'audit.ndjson');
  const cli = (...args: string[]) =>
    run(process.execPath, [CLI, ...args], { env: { ...inheritedEnv(), DESK_HOME: home }, timeout: 120_000 });
  try {
    await cli('audit', 'export', file);
    const { stdout } = await cli('audit', 'verify', file);
    return { what, seen: stdout.trim().split('\n')[0] ?? '', wrong: [] };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { what, wrong: `${stdout}${stderr}`.trim().split('\n') };
  }
}
