import { createHash } from 'node:crypto';
import { authenticate, type DKIMResult } from 'mailauth';
import type { CheckedSignature } from '../../domain/mail/align.js';
import { dkimProblem, readTags, type DkimTags } from '../../domain/mail/dkim.js';
import type { DnsAnswer } from '../../domain/mail/proven-sender.js';
import type { MailTask } from '../read-fenced.js';
import { allOf } from './headers.js';
import { openResolver, recordAnswers } from './resolver.js';

/** What the checks of a sender say. */
export interface CheckedSender {
  words: { spf: string; dkim: string; dmarc: string; arc: string };
  /** Every address in a From header, as the checker reads them. */
  from: string[];
  /** The organisational domain of From; null where there is not one address. */
  organisation: string | null;
  signatures: (CheckedSignature & { id: string })[];
  /** What DNS answered. */
  dns: DnsAnswer[];
  /** Something could not be looked up: asked again later it may be told. */
  away: boolean;
}

/** A message has one to three; each of more is a look-up in the DNS of whoever wrote them. */
const MAX_SIGNATURES = 20;

const TOO_MANY: CheckedSender = {
  words: { spf: 'none', dkim: 'permerror', dmarc: 'none', arc: 'none' },
  from: [],
  organisation: null,
  signatures: [],
  dns: [],
  away: false,
};

/** Checks SPF, DKIM, DMARC and ARC of a message, by DNS alone: what the message says of its own checks is not read. */
export async function checkSender(raw: Buffer, { envelope, dnsFile, mta }: MailTask): Promise<CheckedSender> {
  const { ip, helo, from: sender } = envelope;
  if (allOf(raw, 'dkim-signature').length > MAX_SIGNATURES) return TOO_MANY;
  const { resolve, answers } = recordAnswers(await openResolver(dnsFile));
  const found = await authenticate(raw, {
    mta,
    resolver: resolve,
    disableBimi: true,
    ...(ip === null ? {} : { ip }),
    ...(helo === null ? {} : { helo }),
    ...(sender === null ? {} : { sender }),
  });
  const results = (found.dkim.results ?? []) as FoundResult[];
  const headers = signatureHeaders(raw);
  const signatures = results.map((one) => toChecked(one, headers));
  const words = {
    spf: found.spf ? found.spf.status.result : 'none',
    // RFC 8601 calls a signature that holds and is not acceptable `policy`.
    dkim: bestOf(signatures.map(({ result, problem }) => (result === 'pass' && problem !== null ? 'policy' : result))),
    dmarc: found.dmarc ? dmarcOf(found.dmarc, signatures) : 'none',
    arc: found.arc ? found.arc.status.result : 'none',
  };
  const from = [found.dkim.headerFrom ?? []].flat();
  return {
    words,
    from,
    organisation: from.length === 1 && found.dmarc ? (found.dmarc.domain ?? null) : null,
    signatures,
    dns: answers,
    away: Object.values(words).includes('temperror') || results.some(({ status }) => status.result === 'temperror'),
  };
}

/** What a result has beside what its types say. */
interface Unlisted {
  /** Hash of the signature itself; of a message without any there is none. */
  id?: string;
  signingDomain?: string;
  /** `a=` as the checker reads it. */
  algo?: string;
  /** Of an RSA key. */
  modulusLength?: number;
  /** The key record. */
  rr?: string;
}

/** Of a message without a signature there is one result without a domain. */
type FoundResult = Omit<DKIMResult, 'signingDomain'> & Unlisted;

/** One result of the checker, and whether we take it: the checker knows no test mode, no `h=` and `s=` of a key, and takes rsa-sha1. */
function toChecked(one: FoundResult, headers: ReadonlyMap<string, DkimTags | null>): CheckedSignature & { id: string } {
  const { id = '', status, signingDomain: domain = '', modulusLength = null } = one;
  const tags = headers.get(id) ?? null;
  // The checker reads comments and quotes where the standard has none: what it read otherwise than we do proves nothing.
  const isSame = tags?.get('d')?.toLowerCase() === domain.toLowerCase() && tags.get('a') === one.algo;
  const key = one.rr === undefined ? null : readTags(one.rr);
  const found = { tags: isSame ? tags : null, key, bits: modulusLength };
  return { id, result: status.result, domain, problem: dkimProblem(found, Date.now()) };
}

/** Tags of each signature's header by the hash of the signature; null where two headers have the same one. */
function signatureHeaders(raw: Buffer): Map<string, DkimTags | null> {
  const found = new Map<string, DkimTags | null>();
  for (const header of allOf(raw, 'dkim-signature')) {
    const tags = readTags(header);
    const signature = Buffer.from(tags?.get('b')?.replaceAll(' ', '') ?? '', 'base64');
    const id = createHash('sha256').update(signature).digest('hex');
    found.set(id, found.has(id) ? null : tags);
  }
  return found;
}

/** A pass of DMARC that rests on a signature which we do not take is none. */
function dmarcOf(
  { status, alignment }: { status: { result: string }; alignment?: { spf?: { result: unknown } } },
  signatures: readonly CheckedSignature[],
): string {
  const { result } = status;
  if (result !== 'pass' || alignment?.spf?.result) return result;
  return signatures.some((one) => one.result === 'pass' && one.problem === null) ? result : 'fail';
}

const BEST_FIRST = ['pass', 'policy', 'fail', 'temperror', 'permerror', 'neutral'];

function bestOf(results: readonly string[]): string {
  return BEST_FIRST.find((word) => results.includes(word)) ?? 'none';
}
