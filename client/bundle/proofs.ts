import type { CheckpointSigner } from '../signing/checkpoint-signer.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import { toProvenEntry } from '../../registry/audit/entry.js';
import { readPage } from '../../registry/audit/sequence.js';
import { openTree } from '../../registry/audit/tree.js';
import type { Db } from '../../registry/db.js';
import { listProvenOf, type AuditRow } from '../../registry/notice/audit-views.js';
import type { Reader } from '../../registry/reading.js';

const PAGE = 500;

export interface Proving {
  noticeId: string;
  reader: Reader;
  size: number;
  /** Whether the reader must not see an entry's content; only its leaf is given then. */
  isWithheld: (row: AuditRow) => boolean;
}

/** Yields one line per entry: position, leaf, content in canonical form, and the hashes that lead to the root. */
export async function* proofLines(db: Db, { noticeId, reader, size, isWithheld }: Proving): AsyncGenerator<string> {
  const tree = openTree((level, page) => readPage(db, level, page));
  for (let after = 0; ; ) {
    const rows = await listProvenOf(db, { noticeId, reader, after, upTo: size, limit: PAGE });
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

notice.json           the notice as it stood when this was made
documents/            the papers that came with it, as they came; erased.json: their hashes, where they were erased
letters/              what was sent to the authority; letters.json says when, and what the mail server answered
targets.csv, .ndjson  each item: what was decided on which ground, and the platform's receipt
clocks.json           each time limit with the reckoning behind it (notice-desk clock verify checks one)
authenticity.json     what speaks for or against its being genuine: how it came, signatures, directory, checks
sender-checks.json    how it was found out who sent it
proposals.json        what the two sides proposed to each other, and what became of it
timeline.ndjson       what happened, in order
audit/entries.ndjson  the same from the audit log, each entry with a proof that it is in the signed log
audit/checkpoint.txt  size and root of the log, signed (C2SP tlog-checkpoint)
audit/key.json        the public key of both signatures
manifest.json         the SHA-256 of each file
manifest.note         the signature over manifest.json (C2SP signed-note)

To check it, with this file and Node alone:

  notice-desk bundle verify FILE.zip --key KEY

KEY is the log's public key, from somebody you trust: the operator publishes it (GET /v1/receipt-keys, use "audit").
Without --key the signatures are held against audit/key.json, which shows damage and no forgery.

By hand: compare each file's SHA-256 with manifest.json. An entry's leafHash is the SHA-256 of a zero byte and the
canonical JSON (RFC 8785) of its "entry"; with "hashes" it leads to the checkpoint's root (RFC 6962, 2.1.1; the leaf
index is seq - 1).

Staff stand here as staff-..., the same person always by the same name, unless names were asked for. An entry that is
"withheld" was not to be read by whoever asked for this file; its place in the log is proven all the same. One that is
"erased" is gone: its time was over (notice.json says of the notice which times, "erased"); its leaf is left and proven.
`;
