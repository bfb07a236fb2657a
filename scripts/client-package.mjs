// A step of the build: makes dist/sdk the package @notice-desk/client, to be packed with `npm pack ./dist/sdk`. Its code
// is one file; its types are the declarations that the entry reaches.
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { ROOT } from './tool.mjs';

const PACKAGE = join(ROOT, 'dist', 'sdk');
const TYPES = join(PACKAGE, 'types');

const isOwn = (id) => /^[./]/.test(id);

const bundled = await rolldown({
  input: join(PACKAGE, 'index.js'),
  platform: 'node',
  external: (id) => !isOwn(id),
  logLevel: 'warn',
});
await bundled.write({ file: join(PACKAGE, 'client.js'), format: 'esm' });
copyFileSync(join(ROOT, 'LICENSE'), join(PACKAGE, 'LICENSE'));

const reached = new Set();
follow(join(TYPES, 'sdk', 'index.d.ts'));
for (const entry of readdirSync(TYPES, { recursive: true })) {
  const path = join(TYPES, entry);
  if (path.endsWith('.d.ts') && !reached.has(path)) rmSync(path);
}

function follow(path) {
  if (reached.has(path) || !existsSync(path)) return;
  reached.add(path);
  for (const [, named, inline] of readFileSync(path, 'utf8').matchAll(/from '([^']+)'|import\("([^"]+)"\)/g)) {
    const id = named ?? inline;
    if (isOwn(id)) follow(join(dirname(path), id.replace(/\.js$/, '.d.ts')));
  }
}
