import type { NoticeKind } from '../notice/notice.js';
import { canonicalJson } from '../canonical-json.js';
import type { Signer } from './signer.js';

/** What is filed by the portal: a notice, an answer about one, or the taking back of one. */
export const FILING_KINDS = ['notice', 'answer', 'withdrawal'] as const;
export type FilingKind = (typeof FILING_KINDS)[number];

/** A paper as a receipt names it. */
export interface ReceivedPaper {
  name: string;
  /** Hexadecimal. */
  sha256: string;
  /** In bytes. */
  size: number;
}

/** What an authority is given for what it filed. */
export interface Receipt {
  /** Of the receipt. */
  number: string;
  /** When it was received: RFC 3339, UTC, milliseconds. */
  instant: string;
  filing: FilingKind;
  /** Number of the notice that was filed or answered; of a withdrawal, of the revocation that it is. */
  notice: string;
  /** Number of the earlier notice that it is about; null: of none. */
  about: string | null;
  kind: NoticeKind;
  reference: string;
  subject: string;
  authority: { id: string; name: string };
  signer: Signer;
  /** SHA-256 of the text that was sent, UTF-8, hexadecimal; null: none was. */
  textSha256: string | null;
  /** Items that were named, as they stand on record: one named twice is one. */
  targets: number;
  /** Lines of lists that named nothing that could be read. */
  unread: number;
  papers: ReceivedPaper[];
}

/** A receipt as it is handed out. */
export interface SignedReceipt {
  receipt: Receipt;
  keyId: string;
  /** Raw, base64: whoever verifies compares it with what the desk publishes. */
  publicKey: string;
  /** Ed25519 over the canonical JSON (RFC 8785) of `receipt`, base64. */
  signature: string;
}

/** What is signed. */
export function receiptText(receipt: Receipt): string {
  return canonicalJson(receipt);
}

/** The number of a receipt: of the chance in an id, so that it tells nothing of how many there are. */
export function receiptNumber(id: string, at: Date): string {
  return `R-${at.getUTCFullYear()}-${id.replaceAll('-', '').slice(-12).toUpperCase()}`;
}
