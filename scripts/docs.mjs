// `npm run docs`: writes the reference pages that are made from the code.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';
import { ROOT } from './tool.mjs';

const say = (text) => process.stderr.write(`${text}\n`);
requireNode();
await ensureInstalled(say);
await ensureBuilt(say);
const { referencePages } = await import('../dist/api/reference/pages.js');
for (const [name, text] of Object.entries(referencePages())) {
  writeFileSync(join(ROOT, 'docs', name), text);
  say(`docs/${name}`);
}
