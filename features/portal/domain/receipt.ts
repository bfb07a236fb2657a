import type { NoticeKind } from '../../../domain/notices/notice.js';
import { canonicalJson } from '../../../domain/canonical-json.js';
import type { Signer } from './signer.js';

export const FILING_KINDS = ['notice', 'answer', 'withdrawal'] as const;
export type FilingKind = (typeof FILING_KINDS)[number];

export interface ReceivedDocument {
  name: string;
  sha256: string;
  size: number;
}

export interface FilingReceipt {
  number: string;
  /** Time of receipt: RFC 3339, UTC, milliseconds. */
  instant: string;
  filing: FilingKind;
  /** Number of the notice filed or answered; for a withdrawal, of the revocation notice. */
  notice: string;
  /** Number of the earlier notice that it concerns; null: none. */
  about: string | null;
  kind: NoticeKind;
  reference: string;
  subject: string;
  authority: { id: string; name: string };
  signer: Signer;
  /** SHA-256 (hex) of the submitted text in UTF-8; null: there was none. */
  textSha256: string | null;
  targets: number;
  unread: number;
  documents: ReceivedDocument[];
}

export interface SignedReceipt {
  receipt: FilingReceipt;
  keyId: string;
  /** Raw, base64. A verifier compares it with the key that the desk publishes. */
  publicKey: string;
  /** Ed25519 over the canonical JSON (RFC 8785) of `receipt`, base64. */
  signature: string;
}

export function receiptText(receipt: FilingReceipt): string {
  return canonicalJson(receipt);
}

/** Derives a receipt number from an id's random part, so that it does not reveal how many there are. */
export function receiptNumber(id: string, at: Date): string {
  return `R-${at.getUTCFullYear()}-${id.replaceAll('-', '').slice(-12).toUpperCase()}`;
}
