// `npm run build`: builds dist/ from the sources of this checkout, and the client in it.
import { isBuilt, isClientBuilt } from './compile.mjs';
import { ensureClientBuilt, ensureInstalled, requireNode } from './prepare.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

requireNode();
await ensureInstalled(say);
if (isBuilt() && isClientBuilt()) say('Nothing changed since the last build.');
else await ensureClientBuilt(say);
