/** Tags of a DKIM signature or key record, by lower-case name (RFC 6376, 3.2). */
export type DkimTags = ReadonlyMap<string, string>;

/** A DKIM signature that a checker found cryptographically valid, with its own parameters. */
export interface FoundSignature {
  tags: DkimTags | null;
  key: DkimTags | null;
  bits: number | null;
}

/** RFC 8301 forbids rsa-sha1 and requires keys of at least 1,024 bits; RFC 8463 adds Ed25519. */
const ALGORITHMS = ['rsa-sha256', 'ed25519-sha256'];
const MIN_BITS = 1_024;
/** Clocks of mail servers differ by seconds; five minutes is what Kerberos and most token signers allow. */
const CLOCK_SKEW_S = 300;

const TAG = /^([a-z]\w*)=(.*)$/;

/** Parses a tag list; null if it is malformed or a tag occurs twice. */
export function readTags(list: string): DkimTags | null {
  const tags = new Map<string, string>();
  const parts = list.replaceAll(/\s+/g, ' ').split(';');
  // A list may end with a semicolon.
  if (parts.at(-1)?.trim() === '') parts.pop();
  for (const part of parts) {
    const [, name, value = ''] = TAG.exec(part.trim().replace(/^([A-Za-z]\w*) ?= ?/, lowerName)) ?? [];
    if (name === undefined || tags.has(name)) return null;
    tags.set(name, value);
  }
  return tags.size === 0 ? null : tags;
}

function lowerName(found: string): string {
  return found.replaceAll(' ', '').toLowerCase();
}

/**
 * Returns why a cryptographically valid signature proves nothing, or null. `at` in ms. Stricter than mail programs,
 * since a mail that passes may open a notice without a person.
 */
export function dkimProblem({ tags, key, bits }: FoundSignature, at: number): string | null {
  if (tags === null) return 'its header cannot be read';
  if (key === null) return 'its key record cannot be read';
  return headerProblem(tags) ?? timeProblem(tags, at / 1_000) ?? keyProblem({ tags, key, bits });
}

function headerProblem(tags: DkimTags): string | null {
  const algorithm = tags.get('a') ?? '';
  const covered = splitWords(tags.get('h'));
  const domain = tags.get('d')?.toLowerCase() ?? '';
  if (tags.get('v') !== '1') return 'it is not of version 1';
  if (!ALGORITHMS.includes(algorithm.toLowerCase()))
    return `it uses ${algorithm.slice(0, 40)}; only ${ALGORITHMS.join(' and ')} count`;
  if (tags.has('l')) return 'it covers only a part of the body (l=)';
  if (!covered.includes('from')) return 'it does not cover From';
  if (tags.has('q') && !splitWords(tags.get('q')).includes('dns/txt')) return 'its key is not looked up in DNS (q=)';
  if (!isWithin(identityHost(tags), domain)) return 'it is for an identity of another domain (i=)';
  return null;
}

const SECONDS = /^\d{1,12}$/;

function timeProblem(tags: DkimTags, now: number): string | null {
  const [made, ends] = [tags.get('t'), tags.get('x')];
  if ([made, ends].some((time) => time !== undefined && !SECONDS.test(time))) return 'its times cannot be read';
  if (made !== undefined && Number(made) > now + CLOCK_SKEW_S) return 'it was made in the future (t=)';
  if (ends !== undefined && Number(ends) <= now) return 'it has expired (x=)';
  if (made !== undefined && ends !== undefined && Number(ends) <= Number(made)) return 'it expired before it was made';
  return null;
}

function keyProblem({ tags, key, bits }: { tags: DkimTags; key: DkimTags; bits: number | null }): string | null {
  const isRsa = tags.get('a')?.toLowerCase().startsWith('rsa') === true;
  const flags = splitWords(key.get('t'));
  const [hashes, services] = [splitWords(key.get('h')), splitWords(key.get('s'))];
  if (isRsa !== (bits !== null)) return 'its key is of a different kind than stated';
  if (bits !== null && bits < MIN_BITS) return `its key has fewer than ${MIN_BITS} bits`;
  if (flags.includes('y')) return 'its domain is only testing (t=y of the key)';
  if (hashes.length > 0 && !hashes.includes('sha256')) return 'its key is for another hash (h= of the key)';
  if (services.length > 0 && !services.includes('*') && !services.includes('email'))
    return 'its key is not for mail (s= of the key)';
  if (flags.includes('s') && identityHost(tags) !== tags.get('d')?.toLowerCase())
    return 'its key does not allow subdomains (t=s of the key)';
  return null;
}

function splitWords(list: string | undefined): string[] {
  return (list ?? '')
    .toLowerCase()
    .split(/[:\s]+/)
    .filter((word) => word !== '');
}

function identityHost(tags: DkimTags): string {
  const identity = tags.get('i') ?? `@${tags.get('d') ?? ''}`;
  return identity.slice(identity.lastIndexOf('@') + 1).toLowerCase();
}

function isWithin(host: string, domain: string): boolean {
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}
