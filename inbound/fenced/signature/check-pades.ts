import type { MailSignature } from '../../../domain/mail/read-mail.js';
import { formatWho } from './check-smime.js';
import { DOCUMENT_SIGNING, EMAIL_PROTECTION, verifyCms, type CheckedAgainst } from './verify-cms.js';

/** A signature's ByteRange: offset, length, offset, length of the covered bytes; the signature lies between them. */
const RANGE = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;
/** An authority's document has one or two signatures. */
const MAX_SIGNATURES = 20;
const CONTENTS = /\/Contents\s*$/;

interface Covered {
  content: Buffer;
  cms: Buffer;
}

/**
 * Checks the last signature of a PDF (PAdES, ETSI EN 319 142-1; ISO 32000-2, 12.8); it must cover the whole file except
 * itself. Null if the file has none or is no PDF.
 */
export async function checkPades(
  { name, bytes }: { name: string; bytes: Buffer },
  against: Omit<CheckedAgainst, 'purposes'>,
): Promise<MailSignature | null> {
  if (!bytes.subarray(0, 1_024).includes('%PDF-')) return null;
  const ranges = [...bytes.toString('latin1').matchAll(RANGE)].slice(-MAX_SIGNATURES);
  if (ranges.length === 0) return null;
  const covered = ranges
    .map((range) => coveredBy(bytes, range.slice(1, 5).map(Number)))
    .find((found) => found !== null);
  if (covered == null)
    return {
      kind: 'pades',
      valid: false,
      signer: null,
      problem: `${name}: its signature does not cover the whole file`,
    };
  const purposes = [...DOCUMENT_SIGNING, EMAIL_PROTECTION];
  const found = await verifyCms(covered.cms, covered.content, { ...against, purposes });
  const problem = found.problem === null ? null : `${name}: ${found.problem}`;
  return { kind: 'pades', valid: problem === null, signer: formatWho(found), problem };
}

function coveredBy(bytes: Buffer, [start = 0, head = 0, tail = 0, length = 0]: number[]): Covered | null {
  if (start !== 0 || tail <= head || tail + length !== bytes.length) return null;
  const gap = bytes.subarray(head, tail).toString('latin1');
  if (!/^<[0-9a-fA-F\s]*>$/.test(gap)) return null;
  if (!CONTENTS.test(bytes.subarray(Math.max(0, head - 64), head).toString('latin1'))) return null;
  const cms = Buffer.from(gap.slice(1, -1).replaceAll(/\s/g, ''), 'hex');
  return { content: Buffer.concat([bytes.subarray(0, head), bytes.subarray(tail)]), cms };
}
