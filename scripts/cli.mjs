// `npm run --silent cli -- ARGS`: the command line of this checkout. stdout belongs to the command alone.
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

requireNode();
await ensureInstalled(say);
await ensureBuilt(say);
await import('../dist/cli/main.js');
