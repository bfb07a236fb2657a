import { createPrivateKey, sign, timingSafeEqual } from 'node:crypto';
import { receiptText, type FilingReceipt, type SignedReceipt } from '../../domain/receipt.js';

/** Signs receipts of what authorities file. Only the API process has one; the database never does. */
export interface ReceiptSigner {
  publicKey: string;
  sign(receipt: FilingReceipt): SignedReceipt;
  /** Proves that this process wrote a portal row. No receipt has this form, so neither passes for the other. */
  seal(row: SealedRow): string;
  isSealed(row: SealedRow, seal: string): boolean;
}

/** The kind of a portal row, and the fields that decide whose access it grants. */
export type SealedRow = readonly ['portal link' | 'portal session', ...string[]];

export function createReceiptSigner(input: { id: string; privateKey: string; publicKey: string }): ReceiptSigner {
  const { id: keyId, privateKey, publicKey } = input;
  const key = createPrivateKey(privateKey);
  // Ed25519 is deterministic, so comparing signatures verifies them.
  const sealRow = (row: SealedRow) => sign(null, Buffer.from(JSON.stringify(row)), key);
  return {
    publicKey,
    sign(receipt) {
      const signature = sign(null, Buffer.from(receiptText(receipt)), key).toString('base64');
      return { receipt, keyId, publicKey, signature };
    },
    seal: (row) => sealRow(row).toString('base64'),
    isSealed(row, seal) {
      const given = Buffer.from(seal, 'base64');
      const expected = sealRow(row);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
