import { createPrivateKey, sign, timingSafeEqual } from 'node:crypto';
import { receiptText, type Receipt, type SignedReceipt } from '../../domain/portal/receipt.js';

/** What signs receipts of what authorities file. The process of the API alone has one; the database never does. */
export interface ReceiptSigner {
  /** Raw Ed25519, base64. */
  publicKey: string;
  sign(receipt: Receipt): SignedReceipt;
  /** What proves that this process wrote a row of the portal: no receipt has this form. */
  seal(row: SealedRow): string;
  isSealed(row: SealedRow, seal: string): boolean;
}

/** The kind of a row of the portal, and the fields that decide whom it lets in. */
export type SealedRow = readonly ['portal link' | 'portal session', ...string[]];

/** A signer from an Ed25519 private key (PKCS#8, PEM), its id, and its public half (raw, base64). */
export function createReceiptSigner({
  id: keyId,
  privateKey,
  publicKey,
}: {
  id: string;
  privateKey: string;
  publicKey: string;
}): ReceiptSigner {
  const key = createPrivateKey(privateKey);
  // Ed25519 always signs the same text the same way, so that comparing verifies.
  const sealOf = (row: SealedRow) => sign(null, Buffer.from(JSON.stringify(row)), key);
  return {
    publicKey,
    sign(receipt) {
      const signature = sign(null, Buffer.from(receiptText(receipt)), key).toString('base64');
      return { receipt, keyId, publicKey, signature };
    },
    seal: (row) => sealOf(row).toString('base64'),
    isSealed(row, seal) {
      const given = Buffer.from(seal, 'base64');
      const expected = sealOf(row);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
