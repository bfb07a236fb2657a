// `npm run conformance -- URL --token TOKEN`: tests a platform's port, rule by rule.
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

requireNode();
await ensureInstalled(say);
await ensureBuilt(say);
await import('../dist/platforms/conformance/main.js');
