// `npm run cluster`: runs the desk as in production on one machine; `--check` tests it, `--measure` measures it.
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';
import { stopOnRequest } from './tool.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
const PROGRAMS = { '--check': '../dist/test/cluster/main.js', '--measure': '../dist/bench/cluster/main.js' };

stopOnRequest();
requireNode();
const program = Object.keys(PROGRAMS).find((name) => process.argv.includes(name));
await ensureInstalled(say, program === undefined ? 'start' : 'all');
await ensureBuilt(say);
process.argv = process.argv.filter((argument) => argument !== program);
await import(program === undefined ? '../dist/desk/cluster/main.js' : PROGRAMS[program]);
