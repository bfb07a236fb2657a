// `npm run synapse`: tests the Synapse adapter against a real Synapse from PyPI, on loopback. Not part of `npm test`
// (docs/testing.md). SYNAPSE_VENV names a virtual environment that has Synapse; without it, one is created beside the
// installed modules.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';
import { fail, ROOT, runTool } from './tool.mjs';

const VERSION = '1.163.2';
const say = (text) => process.stderr.write(`${text}\n`);

requireNode();
await ensureInstalled(say);
await ensureBuilt(say);
const venv = process.env.SYNAPSE_VENV ?? (await makeVenv(join(ROOT, 'node_modules', '.cache', `synapse-${VERSION}`)));
const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const child = spawn(
  process.execPath,
  [jest, '--testMatch', '**/test/features/synapse/*.long.ts', ...process.argv.slice(2)],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, SYNAPSE_VENV: venv },
  },
);
child.once('close', (code) => {
  process.exitCode = code ?? 1;
});

async function makeVenv(folder) {
  if (existsSync(join(folder, 'bin', 'synapse_homeserver'))) return folder;
  await must('a virtual environment', 'python3', ['-m', 'venv', folder]);
  await must('installing Synapse', join(folder, 'bin', 'pip'), ['install', '--quiet', `matrix-synapse==${VERSION}`]);
  return folder;
}

async function must(label, program, args) {
  const { code, output } = await runTool(program, args, { say, label });
  if (code !== 0) fail(`${label} failed`, output, 'Python 3.10 or later with venv and pip is required.');
}
