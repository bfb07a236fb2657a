import { authenticate, type DKIMResult } from 'mailauth';
import type { CheckedSignature } from '../../domain/mail/align.js';
import type { MailTask } from '../read-fenced.js';
import { openResolver } from './resolver.js';

/** What the checks of a sender say. */
export interface CheckedSender {
  words: { spf: string; dkim: string; dmarc: string; arc: string };
  /** Every address in a From header, as the checker reads them. */
  from: string[];
  /** The organisational domain of From; null where there is not one address. */
  organisation: string | null;
  signatures: (CheckedSignature & { id: string })[];
  /** Something could not be looked up: asked again later it may be told. */
  away: boolean;
}

/** Checks SPF, DKIM, DMARC and ARC of a message, by DNS alone: what the message says of its own checks is not read. */
export async function checkSender(raw: Buffer, { envelope, dnsFile, mta }: MailTask): Promise<CheckedSender> {
  const { ip, helo, from: sender } = envelope;
  const found = await authenticate(raw, {
    mta,
    resolver: await openResolver(dnsFile),
    disableBimi: true,
    ...(ip === null ? {} : { ip }),
    ...(helo === null ? {} : { helo }),
    ...(sender === null ? {} : { sender }),
  });
  const results = found.dkim.results ?? [];
  const words = {
    spf: found.spf ? found.spf.status.result : 'none',
    dkim: bestOf(results.map(({ status }) => status.result)),
    dmarc: found.dmarc ? found.dmarc.status.result : 'none',
    arc: found.arc ? found.arc.status.result : 'none',
  };
  const from = [found.dkim.headerFrom ?? []].flat();
  return {
    words,
    from,
    organisation: from.length === 1 && found.dmarc ? (found.dmarc.domain ?? null) : null,
    signatures: (results as (DKIMResult & Unlisted)[]).map((one) => ({
      id: one.id,
      result: one.status.result,
      domain: one.signingDomain,
      limited: one.canonBodyLengthLimited === true,
      bits: one.algo?.toLowerCase().startsWith('rsa') === true ? (one.modulusLength ?? 0) : null,
      covers: (one.signingHeaders?.keys ?? '').toLowerCase().split(/[:\s]+/),
    })),
    away: Object.values(words).includes('temperror') || results.some(({ status }) => status.result === 'temperror'),
  };
}

/** What a result has beside what its types say. */
interface Unlisted {
  /** Hash of the signature itself. */
  id: string;
  algo?: string;
  /** Of an RSA key. */
  modulusLength?: number;
  /** There is an `l=`. */
  canonBodyLengthLimited?: boolean;
  signingHeaders?: { keys: string };
}

const BEST_FIRST = ['pass', 'policy', 'fail', 'temperror', 'permerror', 'neutral'];

function bestOf(results: readonly string[]): string {
  return BEST_FIRST.find((word) => results.includes(word)) ?? 'none';
}
