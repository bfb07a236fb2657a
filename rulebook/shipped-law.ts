import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { digestOfLaw } from './edition-digest.js';
import { readRulebookContent } from './load.js';
import { READY_CONTENT, type ReadyContent } from './ready-content.js';
import type { RulebookContent } from './rulebook.js';

/** What the last step of the build writes of the release (scripts/release.mjs). */
interface Release {
  build: string;
  rulebook?: string;
  /** Only of a release: Ed25519 over `build` and `rulebook`, raw bytes in base64. */
  signed?: { publicKey: string; signature: string };
}

/** Public keys of the maintainers, raw bytes in base64. None has been published yet. */
const RELEASE_KEYS: readonly string[] = [];

/**
 * Returns the law that this release ships, as it was when it was built: YAML files that were changed beside it do not
 * count. A checkout that runs from its sources reads those.
 */
export function readShippedLaw(): RulebookContent {
  if (import.meta.url.endsWith('.ts')) return readRulebookContent();
  const { content }: ReadyContent = JSON.parse(readFileSync(READY_CONTENT, 'utf8'));
  const release: Release = JSON.parse(readFileSync(new URL('../release.json', import.meta.url), 'utf8'));
  checkShipped(content, release, RELEASE_KEYS);
  return content;
}

/** Throws if a law is not the one that its release names, or the release is not signed as it says. */
export function checkShipped(content: RulebookContent, release: Release, keys: readonly string[]): void {
  const problem = findProblem(content, release, keys);
  if (problem !== null) throw new Error(`The rulebook of this release ${problem}. Install the release again.`);
}

function findProblem(content: RulebookContent, release: Release, keys: readonly string[]): string | null {
  if (digestOfLaw(content) !== release.rulebook) return 'is not the one that it was built with';
  if (release.signed === undefined) return null;
  const { publicKey, signature } = release.signed;
  if (!keys.includes(publicKey)) return 'is signed with an unknown key';
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const text = Buffer.from(`${release.build}\n${release.rulebook}\n`);
  return verify(null, text, key, Buffer.from(signature, 'base64')) ? null : 'has an invalid signature';
}
