import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { postgresPart } from '../../../desk/desk-parts.js';
import { openHome } from '../../../desk/home.js';
import { createSupervisor } from '../../../desk/children/supervisor.js';
import { atEnd } from '../../rig/clean-up.js';

const PROGRAM = fileURLToPath(new URL('../../../../test/features/ozone/support/ozone-main.mjs', import.meta.url));

export interface BenchOzone {
  global: string;
  india: string;
  password: string;
}

export async function startOzone(say: (text: string) => void): Promise<BenchOzone> {
  say('  starting Ozone …');
  const home = openHome(realpathSync(mkdtempSync(join(tmpdir(), 'desk-bench-ozone-'))));
  atEnd(async () => rmSync(home, { recursive: true, force: true }));
  const supervisor = createSupervisor({ logFolder: join(home, 'logs'), warn: say });
  atEnd(() => supervisor.stop());
  const { signal } = new AbortController();
  const postgres = await postgresPart({ home, password: 'ozone-of-a-benchmark', signal });
  await supervisor.start([postgres.spec]);
  const child = spawn(process.execPath, [PROGRAM, postgres.url, 'IN'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  atEnd(async () => {
    child.stdin.end();
    await ended;
  });
  for await (const line of createInterface({ input: child.stdout })) return readReady(line);
  throw new Error('Ozone has not started.');
}

function readReady(line: string): BenchOzone {
  const { password, ozones } = JSON.parse(line) as { password: string; ozones: { name: string; url: string }[] };
  const findUrl = (name: string) => ozones.find((ozone) => ozone.name === name)?.url ?? '';
  return { global: findUrl('*'), india: findUrl('IN'), password };
}
