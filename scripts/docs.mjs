// `npm run docs`: writes the reference pages that are generated from the code.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';
import { ROOT } from './tool.mjs';

const say = (text) => process.stderr.write(`${text}\n`);
requireNode();
await ensureInstalled(say);
await ensureBuilt(say);
const { referencePages, securityPage } = await import('../dist/scripts/docs/pages.js');
const { readmePage } = await import('../dist/scripts/docs/life.js');
for (const [name, text] of Object.entries(referencePages())) {
  const path = join(ROOT, 'docs', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  say(`docs/${name}`);
}
const { kubernetesFiles } = await import('../dist/scripts/docs/kubernetes/files.js');
for (const [name, text] of Object.entries(kubernetesFiles())) {
  const path = join(ROOT, 'deploy', 'kubernetes', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  say(`deploy/kubernetes/${name}`);
}
const security = join(ROOT, 'SECURITY.md');
writeFileSync(security, securityPage(readFileSync(security, 'utf8')));
say('SECURITY.md');
const readme = join(ROOT, 'README.md');
writeFileSync(readme, readmePage(readFileSync(readme, 'utf8')));
say('README.md');
