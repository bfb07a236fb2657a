// `npm run upgrade`: upgrades an older release to this checkout while notices run, and checks that none stalls.
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';
import { stopOnRequest } from './tool.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

stopOnRequest();
requireNode();
await ensureInstalled(say);
await ensureBuilt(say);
await import('../dist/test/upgrade/main.js');
