import { z } from 'zod';
import type { EventAction } from '../domain/event.js';
import { knownName } from './known-name.js';
import { stamp, stampOrNull } from './notice-view.js';

const hash = z.string().describe('SHA-256, base64');

const provenEntry = z.object({
  at: stamp,
  notice: z.string().nullable(),
  actor: z.object({
    kind: z.string(),
    id: z.string(),
    name: z.string().describe('For a person, a pseudonym; `names` resolves it while it is still known'),
  }),
  action: knownName<EventAction>(),
  detail: z.record(z.string(), z.unknown()),
  commandId: z.string().nullable(),
  version: z.number().int().nullable(),
});

/** An audit entry with its position in the tree. */
export const auditItem = z.object({
  seq: z.number().int().describe('Position in the tree, from 1 without gaps; the leaf index of RFC 6962 is one less'),
  leafHash: hash.describe('SHA-256 of 0x00 and the canonical JSON (RFC 8785) of `entry`, base64'),
  entry: provenEntry.optional(),
  erased: z.literal(true).optional().describe('The entry was erased and only its leaf hash remains'),
  number: z.string().nullable().describe('Number of the notice'),
  names: z.record(z.string(), z.string()).describe('Names behind the pseudonyms; not part of the leaf'),
});

/** Proof that an entry is included in the tree of a given size. */
export const inclusionProof = z.object({
  seq: z.number().int(),
  size: z.number().int(),
  leafHash: hash,
  rootHash: hash,
  hashes: z.array(hash).describe('RFC 6962, 2.1.1: lowest first; the leaf index is seq − 1'),
});

/** Proof that one tree is an extension of another. */
export const consistencyProof = z.object({
  from: z.number().int(),
  to: z.number().int(),
  fromRoot: hash,
  toRoot: hash,
  hashes: z.array(hash).describe('RFC 6962, 2.1.2: lowest first'),
});

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
