// The last step of the build: names the build in dist/release.json. Workers report the name to Temporal
// (docs/adr/0031).
import { createHash, createPrivateKey, createPublicKey, sign as signBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tool.mjs';

const DIST = join(ROOT, 'dist');
/** Files that no process of a desk runs or reads, and files that differ from folder to folder. */
const APART = /^(bench|scripts|test|sdk\/(types|client\.js|LICENSE|\.)|supply|docs|\.|release\.json$)|\.map$/;
/** The bundle ends with a source map URL that contains this machine's folders. */
const MAP = /\n\/\/# sourceMappingURL=.*/g;

/**
 * Names the build by the package's version and a hash of its files, so that two different builds never share a name. With
 * the maintainers' Ed25519 key (a PEM file) it is a release, and its name and law are signed.
 */
export function nameRelease(dist = DIST, signingKey = process.env.RELEASE_SIGNING_KEY_FILE) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const hash = createHash('sha256');
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(dist.length + 1))
    .filter((path) => !APART.test(path))
    .sort();
  for (const path of files) hash.update(`\0${path}\0`).update(contentOf(dist, path));
  const build = `${version}-${hash.digest('hex').slice(0, 12)}`;
  const rulebook = digestOfRulebook(dist);
  const signed = signingKey === undefined ? {} : { signed: sign({ build, rulebook }, signingKey) };
  writeFileSync(join(dist, 'release.json'), `${JSON.stringify({ version, build, rulebook, ...signed })}\n`);
  return build;
}

function digestOfRulebook(dist) {
  const ready = join(dist, 'rulebook', 'content.json');
  return existsSync(ready) ? JSON.parse(readFileSync(ready, 'utf8')).digest : undefined;
}

/** What rulebook/shipped-law.ts verifies. */
function sign({ build, rulebook }, keyFile) {
  const key = createPrivateKey(readFileSync(keyFile));
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  const signature = signBytes(null, Buffer.from(`${build}\n${rulebook}\n`), key);
  return { publicKey: Buffer.from(x, 'base64url').toString('base64'), signature: signature.toString('base64') };
}

function contentOf(dist, path) {
  const bytes = readFileSync(join(dist, path));
  return path === 'workflow-bundle.js' ? bytes.toString('utf8').replaceAll(MAP, '') : bytes;
}
