// The rooms of the house. The one list is `include` in tsconfig.json, because the compiler can read no other: the
// scripts, knip and dependency-cruiser read it there too. The console is a room that its own build compiles.
import { readFileSync } from 'node:fs';

/** Folders that tsc compiles into dist/. */
export const COMPILED = JSON.parse(readFileSync(new URL('../tsconfig.json', import.meta.url), 'utf8')).include;
export const CONSOLE = 'console';
/** Every folder with code of the product, its benchmarks and its chaos runs. */
export const ROOMS = [...COMPILED, CONSOLE];
