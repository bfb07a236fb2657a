// `npm run upgrade`: rolls this checkout over an older release while notices run, and checks that none stalled.
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';
import { stopOnRequest } from './tool.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

stopOnRequest();
requireNode();
await ensureInstalled(say);
await ensureBuilt(say);
await import('../dist/test/upgrade/main.js');
