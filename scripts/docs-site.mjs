// `npm run docs:site`: builds the documentation site into dist/docs; a link without a page fails it.
import { join } from 'node:path';
import { ensureInstalled, requireNode } from './prepare.mjs';
import { fail, runTool } from './tool.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

requireNode();
await ensureInstalled(say);
const args = [join('node_modules', 'vitepress', 'bin', 'vitepress.js'), 'build', 'docs'];
const { code, output, seconds } = await runTool(process.execPath, args, { say, label: 'building the site' });
if (code !== 0) {
  const dead = output.split('\n').filter((line) => line.includes('Found dead link'));
  fail(`The site could not be built (${code}):`, ...dead, output, 'Correct the pages and start again.');
}
say(`dist/docs/index.html (${seconds} s)`);
