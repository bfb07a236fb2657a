// `npm run --silent cli -- ARGS`: runs the command line of this checkout. stdout carries only the command's output.
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

requireNode();
await ensureInstalled(say, 'start');
await ensureBuilt(say);
await import('../dist/cli/main.js');
