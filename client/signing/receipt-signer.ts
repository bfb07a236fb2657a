import { createPrivateKey, sign } from 'node:crypto';
import { receiptText, type Receipt, type SignedReceipt } from '../../domain/portal/receipt.js';

/** What signs receipts of what authorities file. The process of the API alone has one; the database never does. */
export interface ReceiptSigner {
  /** Raw Ed25519, base64. */
  publicKey: string;
  sign(receipt: Receipt): SignedReceipt;
}

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
  return {
    publicKey,
    sign(receipt) {
      const signature = sign(null, Buffer.from(receiptText(receipt)), key).toString('base64');
      return { receipt, keyId, publicKey, signature };
    },
  };
}
