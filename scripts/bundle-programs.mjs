// A step of the build: bundles each program of the desk, with its shared chunks, into dist/programs/. A process that
// loads one file per module takes twice as long to start, and to be back after a crash.
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { ROOT } from './tool.mjs';

const DIST = join(ROOT, 'dist');

/** Programs by the name they are started by (desk/children/node-child.ts, docker-compose.yml). */
const PROGRAMS = {
  api: 'api/main.js',
  jobs: 'jobs/main.js',
  worker: 'worker/main.js',
  watchdog: 'watchdog/main.js',
  mail: 'inbound/main.js',
  roles: 'registry/roles-main.js',
  seed: 'registry/seed-main.js',
  simulators: 'desk/simulators/simulators-main.js',
  demo: 'cli/demo/demo-main.js',
  backup: 'desk/backup/main.js',
  'temporal-gate': 'desk/temporal/gate-main.js',
};

/**
 * Bundled packages: many small files that nothing else in the process loads, since two copies of a package do not share
 * classes. Packages with native code, files of their own or other users stay external.
 */
const TAKEN_IN =
  /^(kysely|@simplewebauthn|@peculiar|@levischuck|@hexagon|tsyringe|asn1js|pvtsutils|pvutils|undici|yaml)(\/|$)/;

const isOwn = (id) => /^[./\0]/.test(id);

/** Files beside a module are resolved from where tsc puts the module. */
const places = {
  name: 'places',
  load(id) {
    if (!id.startsWith(DIST) || !id.endsWith('.js')) return null;
    return { code: readFileSync(id, 'utf8'), map: readFileSync(`${id}.map`, 'utf8') };
  },
  transform(code, id) {
    if (!id.startsWith(DIST) || !code.includes('import.meta.url')) return null;
    const place = JSON.stringify(`../${relative(DIST, id)}`);
    return { code: code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`), map: null };
  },
};

/**
 * Programs of sandboxed processes (sandbox/lists/fence.ts), each bundled into one file with all its packages: all but
 * the warm reader are started for each file.
 */
const FENCED = {
  main: 'sandbox/lists/fenced/main.js',
  'list-reader': 'sandbox/lists/fenced/reader.js',
  'mail-reader': 'inbound/fenced/reader.js',
  'warm-mail-reader': 'inbound/fenced/warm-main.js',
};

await bundle('programs', PROGRAMS, (id) => !isOwn(id) && !TAKEN_IN.test(id));
await bundle('fenced', FENCED, isBuiltin);

async function bundle(folder, entries, external) {
  const bundled = await rolldown({
    input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(DIST, path)])),
    platform: 'node',
    external,
    plugins: [places],
    logLevel: 'warn',
  });
  await bundled.write({
    dir: join(DIST, folder),
    format: 'esm',
    sourcemap: true,
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'shared-[hash].js',
  });
}
