// A step of the build: makes dist/sdk and dist/sdk/clocks the packages @notice-desk/client and @notice-desk/clocks, to be
// packed with `npm pack`. The code of each is one file; its types are the declarations that its entry reaches.
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { ROOT } from './tool.mjs';

const CLIENT = join(ROOT, 'dist', 'sdk');
const CLOCKS = join(CLIENT, 'clocks');
const DECLARED = join(CLIENT, 'types');

const isOwn = (id) => /^[./]/.test(id);

const [ofClient, ofClocks] = [reach('sdk/index.d.ts'), reach('sdk/clocks/index.d.ts')];
await bundle(CLIENT, 'client.js');
await bundle(CLOCKS, 'clocks.js');
for (const path of ofClocks) copyTo(join(CLOCKS, 'types', relative(DECLARED, path)), path);
for (const entry of readdirSync(DECLARED, { recursive: true })) {
  const path = join(DECLARED, entry);
  if (path.endsWith('.d.ts') && !ofClient.has(path)) rmSync(path);
}
const { digest, content } = JSON.parse(readFileSync(join(ROOT, 'dist', 'rulebook', 'content.json'), 'utf8'));
const { regimes, calendars } = content;
writeFileSync(join(CLOCKS, 'law.json'), JSON.stringify({ digest, regimes, calendars }));
cpSync(join(ROOT, 'rulebook', 'vectors'), join(CLOCKS, 'vectors'), { recursive: true });

async function bundle(folder, file) {
  const bundled = await rolldown({
    input: join(folder, 'index.js'),
    platform: 'node',
    external: (id) => !isOwn(id),
    treeshake: { moduleSideEffects: 'no-external' },
    logLevel: 'warn',
  });
  await bundled.write({ file: join(folder, file), format: 'esm' });
  copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
}

function copyTo(to, from) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

function reach(entry) {
  const reached = new Set();
  follow(join(DECLARED, entry), reached);
  return reached;
}

function follow(path, reached) {
  if (reached.has(path) || !existsSync(path)) return;
  reached.add(path);
  for (const [, named, inline] of readFileSync(path, 'utf8').matchAll(/from '([^']+)'|import\("([^"]+)"\)/g)) {
    const id = named ?? inline;
    if (isOwn(id)) follow(join(dirname(path), id.replace(/\.js$/, '.d.ts')), reached);
  }
}
