import { z } from 'zod';
import type { PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import { listCheckpointKeys } from '../../registry/audit/checkpoints.js';
import { listReceiptKeys } from '../../registry/portal/filings.js';
import { findFirstSigning } from '../../registry/submissions/signed-acts.js';
import { answerKept, readCursor } from '../paging.js';
import type { ReceiptSigner } from '../receipt-signer.js';
import type { Services } from '../services.js';

interface Sources extends Pick<Services, 'db' | 'auditSigner'> {
  approvalKeys: readonly Omit<PublishedKey, 'use' | 'since'>[];
  receiptSigner: ReceiptSigner | null;
  letterKey: { id: string; publicKey: string } | null;
  startedAt: Date;
  computeKeyId: (publicKey: string) => string;
}

interface PublishedKey {
  id: string;
  use: 'approval' | 'audit' | 'letter' | 'receipt';
  publicKey: string;
  since: Date;
  until: string | null;
}

/** Returns a reader of pages of the public keys that verify the desk's signatures. */
export function createKeyPages(sources: Sources) {
  const { db, startedAt } = sources;
  const first = new Map<string, Date>();
  /** The first signature of a key never changes, so it is queried until it is known and then cached. */
  const findFirstUse = async (id: string): Promise<Date> => {
    const known = first.get(id) ?? (await findFirstSigning(db, id));
    if (known !== null) first.set(id, known);
    return known ?? startedAt;
  };
  return async ({ cursor, ...paging }: PageQuery) => {
    const [after = ''] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
    const approvals = sources.approvalKeys.map(async (key) => ({
      ...key,
      use: 'approval' as const,
      since: await findFirstUse(key.id),
    }));
    const [own, ...others] = await Promise.all([
      Promise.all(approvals),
      listAuditKeys(sources),
      listKeysOfReceipts(sources),
    ]);
    const all = [...own, ...others.flat(), ...listLetterKeys(sources)].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return answerKept(paging, {
      all,
      rest: all.filter(({ id }) => id > after),
      view: ({ since, ...key }) => ({ ...key, algorithm: 'ed25519' as const, since: since.toISOString() }),
      key: ({ id }) => [id],
    });
  };
}

/**
 * Signatures of letters are in the letters, which may be older than this process: only the start of the process is
 * known.
 */
function listLetterKeys({ letterKey, startedAt }: Sources): PublishedKey[] {
  return letterKey === null ? [] : [{ ...letterKey, use: 'letter', since: startedAt, until: null }];
}

async function listAuditKeys(sources: Sources): Promise<PublishedKey[]> {
  const signed = await listCheckpointKeys(sources.db);
  return publish(sources, { use: 'audit', own: sources.auditSigner.publicKey, signed });
}

async function listKeysOfReceipts(sources: Sources): Promise<PublishedKey[]> {
  const signed = await listReceiptKeys(sources.db);
  return publish(sources, { use: 'receipt', own: sources.receiptSigner?.publicKey ?? null, signed });
}

function publish(
  { startedAt, computeKeyId }: Sources,
  { use, own, signed }: { use: PublishedKey['use']; own: string | null; signed: SignedWith[] },
): PublishedKey[] {
  const past = signed.map(({ public_key: publicKey, since, until }) => ({
    publicKey,
    since,
    until: publicKey === own ? null : until.toISOString(),
  }));
  const isNew = own !== null && !past.some(({ publicKey }) => publicKey === own);
  const all = isNew ? [...past, { publicKey: own, since: startedAt, until: null }] : past;
  return all.map((key) => ({ ...key, id: computeKeyId(key.publicKey), use }));
}

interface SignedWith {
  public_key: string;
  since: Date;
  until: Date;
}
