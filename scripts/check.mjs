// `npm run check`: types, lint, format, module boundaries, dead code, documentation site, licences. All steps run, also after a failed one.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, requireNode } from './prepare.mjs';
import { MODULES } from './modules.mjs';
import { ROOT, TSC } from './tool.mjs';

const bin = (name) => join(ROOT, 'node_modules', '.bin', name);
const STEPS = [
  { name: 'types', program: process.execPath, args: [TSC, '-p', 'tsconfig.check.json'] },
  { name: 'types of the console', program: process.execPath, args: [TSC, '-p', 'console/tsconfig.json'] },
  { name: 'lint', program: bin('oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { name: 'format', program: bin('biome'), args: ['format', '.'] },
  { name: 'module boundaries', program: bin('depcruise'), args: ['--config', '.dependency-cruiser.cjs', ...MODULES] },
  { name: 'dead code', program: bin('knip'), args: [] },
  {
    name: 'numbers and words',
    program: process.execPath,
    args: [join(ROOT, 'scripts', 'measure', 'main.mjs'), '--check'],
  },
  { name: 'documentation site', program: process.execPath, args: [join(ROOT, 'scripts', 'docs-site.mjs')] },
  { name: 'licences', program: process.execPath, args: [join(ROOT, 'scripts', 'supply.mjs')] },
];

/** Concurrent steps: most are one program on one core. */
const CONCURRENCY = 2;

export async function check() {
  const passed = [];
  const failed = [];
  const left = [...STEPS];
  const goOn = async () => {
    for (let step = left.shift(); step !== undefined; step = left.shift()) {
      const from = performance.now();
      const { code, output } = await run(step.program, step.args);
      const seconds = ((performance.now() - from) / 1000).toFixed(1);
      process.stdout.write(`${output}${code === 0 ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s)\n`);
      (code === 0 ? passed : failed).push(step.name);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, goOn));
  return { passed, failed };
}

function run(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ code: 1, output: `${output}${program}: ${error.message}\n` }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  requireNode();
  await ensureInstalled((text) => process.stderr.write(`${text}\n`));
  const { failed } = await check();
  process.exitCode = failed.length > 0 ? 1 : 0;
}
