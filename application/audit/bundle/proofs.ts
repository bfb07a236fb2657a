import type { CheckpointSigner } from '../../checkpoint-signer.js';
import { canonicalJson } from '../../../domain/canonical-json.js';
import { toProvenEntry } from '../../../registry/audit/entry.js';
import { readPage } from '../../../registry/audit/sequence.js';
import { openTree } from '../../../registry/audit/tree.js';
import type { Db } from '../../../registry/db.js';
import { listProvenEntries, type AuditRow } from '../../../registry/notices/audit-views.js';
import type { Reader } from '../../../registry/reading.js';

const PAGE = 500;

export interface BundleProofRequest {
  noticeId: string;
  reader: Reader;
  size: number;
  /** Whether the reader must not see an entry's content; only its leaf is given then. */
  isWithheld: (row: AuditRow) => boolean;
}

/** Yields one line per entry: position, leaf, content in canonical form, and the hashes that lead to the root. */
export async function* proofLines(
  db: Db,
  { noticeId, reader, size, isWithheld }: BundleProofRequest,
): AsyncGenerator<string> {
  const tree = openTree((level, page) => readPage(db, level, page));
  for (let after = 0; ; ) {
    const rows = await listProvenEntries(db, { noticeId, reader, after, upTo: size, limit: PAGE });
    for (const row of rows) {
      const hashes = (await tree.inclusion(row.seq - 1, size)).map((hash) => hash.toString('base64'));
      yield toLine(row, { hashes, isWithheld: isWithheld(row) });
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.seq ?? after;
  }
}

function toLine(row: AuditRow, { hashes, isWithheld }: { hashes: string[]; isWithheld: boolean }): string {
  const head = JSON.stringify({ seq: row.seq, leafHash: row.leaf_hash.toString('base64'), hashes }).slice(0, -1);
  const entry = isWithheld
    ? '"withheld":true'
    : row.erased_at !== null
      ? '"erased":true'
      : `"entry":${canonicalJson(toProvenEntry(row))}`;
  return `${head},${entry}}\n`;
}

export function keysFile(origin: string, { publicKey }: CheckpointSigner): string {
  return `${JSON.stringify({ log: origin, algorithm: 'ed25519', publicKey }, null, 2)}\n`;
}

export const README = `This is everything that Notice Desk has on one government notice.

notice.json           the notice when this bundle was made
documents/            its original documents; erased.json: the hashes of erased ones
letters/              letters sent to the authority; letters.json: when, and the mail server's answers
targets.csv, .ndjson  each item: decision, ground and the platform's receipt
clocks.json           each deadline with its calculation (check one with notice-desk clock verify)
authenticity.json     evidence for and against its authenticity: channel, signatures, directory, checks
sender-checks.json    how the sender was verified
proposals.json        proposals by both sides and their outcomes
by-hand.json          what people did by hand, with evidence and who confirmed it; targets has what was enforced
timeline.ndjson       events, in order
audit/entries.ndjson  the same from the audit log, each entry with a proof of inclusion in the signed log
audit/checkpoint.txt  size and root of the log, signed (C2SP tlog-checkpoint)
audit/key.json        the public key of both signatures
manifest.json         the SHA-256 of each file
manifest.note         the signature over manifest.json (C2SP signed-note)

To verify it offline:

  notice-desk bundle verify FILE.zip --key KEY

KEY is the log's public key, from a source you trust: the operator publishes it (GET /v1/receipt-keys, use "audit").
Without --key, the signatures are checked against audit/key.json, which detects damage but not forgery.

By hand: compare each file's SHA-256 with manifest.json. An entry's leafHash is the SHA-256 of a zero byte and the
canonical JSON (RFC 8785) of its "entry"; with "hashes" it leads to the checkpoint's root (RFC 6962, 2.1.1; the leaf
index is seq - 1).

Staff appear as staff-..., the same person always under the same pseudonym, unless names were requested. A
"withheld" entry was not accessible to the person who requested this file; its place in the log is still proven. An
"erased" entry was erased when its retention period ended (see "erased" in notice.json); its leaf remains and is proven.
`;
