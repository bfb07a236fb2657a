// The last step of the build: names the build in dist/release.json. Workers report the name to Temporal
// (docs/adr/0031).
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tool.mjs';

const DIST = join(ROOT, 'dist');
/** Files that no process of a desk runs or reads, and files that differ from folder to folder. */
const APART = /^(bench|scripts|test|types|supply|docs|\.|release\.json$)|\.map$/;
/** The bundle ends with a source map URL that contains this machine's folders. */
const MAP = /\n\/\/# sourceMappingURL=.*/g;

/**
 * Names the build by the package's version and a hash of its files, so that two different builds never share a name.
 */
export function nameRelease(dist = DIST) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const hash = createHash('sha256');
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(dist.length + 1))
    .filter((path) => !APART.test(path))
    .sort();
  for (const path of files) hash.update(`\0${path}\0`).update(contentOf(dist, path));
  const build = `${version}-${hash.digest('hex').slice(0, 12)}`;
  writeFileSync(join(dist, 'release.json'), `${JSON.stringify({ version, build })}\n`);
  return build;
}

function contentOf(dist, path) {
  const bytes = readFileSync(join(dist, path));
  return path === 'workflow-bundle.js' ? bytes.toString('utf8').replaceAll(MAP, '') : bytes;
}
