import { createHash } from 'node:crypto';
import { authenticate, type DKIMResult } from 'mailauth';
import type { CheckedSignature } from '../../domain/mail/align.js';
import { dkimProblem, readTags, type DkimTags } from '../../domain/mail/dkim.js';
import type { DnsAnswer } from '../../domain/mail/proven-sender.js';
import type { MailTask } from '../read-fenced.js';
import { readAllHeaders } from './headers.js';
import { openMailResolver, recordAnswers } from './resolver.js';

export interface CheckedSender {
  words: { spf: string; dkim: string; dmarc: string; arc: string };
  from: string[];
  /** The organisational domain of From; null unless there is exactly one address. */
  organisation: string | null;
  signatures: (CheckedSignature & { id: string })[];
  dns: DnsAnswer[];
  away: boolean;
}

/** A message has one to three; each further one would be a DNS lookup at a domain its sender chooses. */
const MAX_SIGNATURES = 20;

const TOO_MANY: CheckedSender = {
  words: { spf: 'none', dkim: 'permerror', dmarc: 'none', arc: 'none' },
  from: [],
  organisation: null,
  signatures: [],
  dns: [],
  away: false,
};

/** Checks SPF, DKIM, DMARC and ARC of a message by DNS only; results claimed in the message itself are ignored. */
export async function checkSender(raw: Buffer, { envelope, dnsFile, mta }: MailTask): Promise<CheckedSender> {
  const { ip, helo, from: sender } = envelope;
  if (readAllHeaders(raw, 'dkim-signature').length > MAX_SIGNATURES) return TOO_MANY;
  const { resolve, answers } = recordAnswers(await openMailResolver(dnsFile));
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
    // RFC 8601 uses `policy` for a signature that verifies but is not acceptable.
    dkim: pickBest(
      signatures.map(({ result, problem }) => (result === 'pass' && problem !== null ? 'policy' : result)),
    ),
    dmarc: found.dmarc ? judgeDmarc(found.dmarc, signatures) : 'none',
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

interface Unlisted {
  /** Hash of the signature; absent for a message without one. */
  id?: string;
  signingDomain?: string;
  algo?: string;
  modulusLength?: number;
  rr?: string;
}

type FoundResult = Omit<DKIMResult, 'signingDomain'> & Unlisted;

/** Applies what the library does not: test mode, `h=` and `s=` of the key, and no rsa-sha1. */
function toChecked(one: FoundResult, headers: ReadonlyMap<string, DkimTags | null>): CheckedSignature & { id: string } {
  const { id = '', status, signingDomain: domain = '', modulusLength = null } = one;
  const tags = headers.get(id) ?? null;
  // The library accepts comments and quotes that the standard does not; a signature it parsed differently from us
  // proves nothing.
  const isSame = tags?.get('d')?.toLowerCase() === domain.toLowerCase() && tags.get('a') === one.algo;
  const key = one.rr === undefined ? null : readTags(one.rr);
  const found = { tags: isSame ? tags : null, key, bits: modulusLength };
  return { id, result: status.result, domain, problem: dkimProblem(found, Date.now()) };
}

function signatureHeaders(raw: Buffer): Map<string, DkimTags | null> {
  const found = new Map<string, DkimTags | null>();
  for (const header of readAllHeaders(raw, 'dkim-signature')) {
    const tags = readTags(header);
    const signature = Buffer.from(tags?.get('b')?.replaceAll(' ', '') ?? '', 'base64');
    const id = createHash('sha256').update(signature).digest('hex');
    found.set(id, found.has(id) ? null : tags);
  }
  return found;
}

/** A DMARC pass that rests on a signature we reject is not a pass. */
function judgeDmarc(
  { status, alignment }: { status: { result: string }; alignment?: { spf?: { result: unknown } } },
  signatures: readonly CheckedSignature[],
): string {
  const { result } = status;
  if (result !== 'pass' || alignment?.spf?.result) return result;
  return signatures.some((one) => one.result === 'pass' && one.problem === null) ? result : 'fail';
}

const BEST_FIRST = ['pass', 'policy', 'fail', 'temperror', 'permerror', 'neutral'];

function pickBest(results: readonly string[]): string {
  return BEST_FIRST.find((word) => results.includes(word)) ?? 'none';
}
