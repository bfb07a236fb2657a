// `npm run build`: builds dist/ from the sources of this checkout.
import { isBuilt } from './compile.mjs';
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

requireNode();
await ensureInstalled(say);
if (isBuilt()) say('Nothing changed since the last build.');
else await ensureBuilt(say);
