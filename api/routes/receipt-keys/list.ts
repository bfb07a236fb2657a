import { z } from 'zod';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { createPageSchema } from '../../../contract/paging.js';
import { receiptKeyView } from '../../../contract/audit.js';
import { computeKeyId } from '../../../config/approval-keys.js';
import { listCheckpointKeys } from '../../../registry/audit/checkpoints.js';
import { listReceiptKeys } from '../../../registry/portal/filings.js';
import { findFirstSigning } from '../../../registry/submissions/signed-acts.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';

/** `GET /v1/receipt-keys`: public keys that verify the desk's signatures; needs no credentials. */
export function registerListReceiptKeys(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Public keys of the desk’s signatures',
    tags: ['receipt-keys'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(receiptKeyView) },
  };
  const first = new Map<string, Date>();
  /** The first signature of a key never changes, so it is queried until it is known and then cached. */
  const findFirstUse = async (id: string): Promise<Date> => {
    const known = first.get(id) ?? (await findFirstSigning(context.db, id));
    if (known !== null) first.set(id, known);
    return known ?? context.startedAt;
  };
  const ofApprovals = async (): Promise<PublishedKey[]> =>
    Promise.all(
      context.approvalKeys.map(async (key) => ({
        ...key,
        use: 'approval' as const,
        since: await findFirstUse(key.id),
      })),
    );
  app.get('/v1/receipt-keys', { schema }, async (request) => {
    const { cursor, ...paging } = request.query;
    const [after = ''] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
    const others = await Promise.all([ofApprovals(), keysOfAudit(context), keysOfReceipts(context)]);
    const all = [...others.flat(), ...keysOfLetters(context)].sort((a, b) => (a.id < b.id ? -1 : 1));
    return answerPage(paging, {
      rows: async (limit) => all.filter(({ id }) => id > after).slice(0, limit),
      total: async () => all.length,
      view: ({ since, ...key }) => ({ ...key, algorithm: 'ed25519' as const, since: since.toISOString() }),
      key: ({ id }) => [id],
    });
  });
}

interface PublishedKey {
  id: string;
  use: 'approval' | 'audit' | 'letter' | 'receipt';
  publicKey: string;
  since: Date;
  until: string | null;
}

/**
 * Signatures of letters are in the letters, which may be older than this process: only the start of the process is
 * known.
 */
function keysOfLetters({ letterKey, startedAt }: ApiContext): PublishedKey[] {
  if (letterKey === null) return [];
  return [{ ...letterKey, use: 'letter', since: startedAt, until: null }];
}

async function keysOfAudit({ db, auditSigner, startedAt }: ApiContext): Promise<PublishedKey[]> {
  return publish('audit', { own: auditSigner.publicKey, startedAt, signed: await listCheckpointKeys(db) });
}

async function keysOfReceipts({ db, receiptSigner, startedAt }: ApiContext): Promise<PublishedKey[]> {
  const own = receiptSigner?.publicKey ?? null;
  return publish('receipt', { own, startedAt, signed: await listReceiptKeys(db) });
}

function publish(
  use: PublishedKey['use'],
  { own, startedAt, signed }: { own: string | null; startedAt: Date; signed: SignedWith[] },
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
