import { z } from 'zod';
import { stamp, stampOrNull } from './notice-view.js';

export const KEY_USES = ['receipt', 'audit', 'approval', 'letter'] as const;

/** A public key that verifies signatures of this desk. */
export const receiptKeyView = z.object({
  id: z.string().describe('The first 16 hexadecimal digits of the SHA-256 of the raw public key'),
  use: z
    .enum(KEY_USES)
    .describe(
      'What it signs; `approval`: submissions and approvals; `audit`: checkpoints of the audit log; `receipt`: filings by authorities',
    ),
  algorithm: z.literal('ed25519'),
  publicKey: z.string().describe('Raw, base64'),
  since: stamp.describe('When it was first used; before that, since when it has been available'),
  until: stampOrNull.describe('When it was last used; null: in use'),
});
