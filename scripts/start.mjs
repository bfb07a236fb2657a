// `npm start`: installs and builds if needed, then runs the embedded desk in this same process, so that the process npm
// signals is the one that stops the desk in order.
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';
import { stopOnRequest } from './tool.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

say('Notice Desk');
stopOnRequest();
requireNode();
await ensureInstalled(say, 'start');
await ensureBuilt(say);
await import('../dist/desk/main.js');
