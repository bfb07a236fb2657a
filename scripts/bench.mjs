// `npm run bench`: runs the benchmarks of this checkout.
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

requireNode();
await ensureInstalled(say);
await ensureBuilt(say);
await import('../dist/bench/main.js');
