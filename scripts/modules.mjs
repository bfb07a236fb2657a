// The list of modules is `include` in tsconfig.json, because the compiler can read no other file; scripts, knip and
// dependency-cruiser read it there too. The console is a module with its own build.
import { readFileSync } from 'node:fs';

export const COMPILED = JSON.parse(readFileSync(new URL('../tsconfig.json', import.meta.url), 'utf8')).include;
export const CONSOLE = 'console';
export const MODULES = [...COMPILED, CONSOLE];
