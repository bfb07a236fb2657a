// `npm run chaos`: kills processes of a desk at work and checks what is left.
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

requireNode();
await ensureInstalled(say);
await ensureBuilt(say);
await import('../dist/test/chaos/main.js');
