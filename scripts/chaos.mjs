// `npm run chaos`: kills processes of a busy desk and checks the resulting state.
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

requireNode();
await ensureInstalled(say);
await ensureBuilt(say);
await import('../dist/test/chaos/main.js');
