import { canonicalJson } from '../../domain/canonical-json.js';
import { GrowingTree, computeMark } from '../../verifier/merkle.js';
import { EXPORT_FORMAT } from '../../verifier/verify-export.js';
import type { TextSink } from '../deps.js';
import { RefusedError } from '../exit.js';
import { writeWhole } from '../write-whole.js';
import { listAll, type DeskClient, type Page } from '../../sdk/http.js';
import type { AuditItem, PublishedKey } from '../view.js';

const REPORT_EVERY = 10_000;

/**
 * Writes the audit log up to a fresh checkpoint as NDJSON, the checkpoint first and then one line per entry. Returns
 * the number of entries.
 */
export async function exportAudit(
  desk: DeskClient,
  { path, stderr }: { path: string; stderr: TextSink },
): Promise<number> {
  const { body: checkpoint } = await desk.getText('/v1/audit/checkpoint');
  const size = Number(checkpoint.split('\n')[1]);
  const published = await listAll<PublishedKey>(desk, '/v1/receipt-keys');
  const keys = published.filter(({ use }) => use === 'audit').map(({ publicKey }) => publicKey);
  await writeWhole(path, async (file) => {
    await file.write(`${JSON.stringify({ format: EXPORT_FORMAT, checkpoint, keys })}\n`);
    const tree = new GrowingTree();
    for await (const items of pagesUpTo(desk, size)) {
      await file.write(items.map((item) => toLine(item, tree)).join(''));
      const { seq = 0 } = items.at(-1) ?? {};
      if (seq % REPORT_EVERY < items.length) stderr.write(`${seq} of ${size} entries\n`);
    }
  });
  return size;
}

/** The entry is in canonical JSON, the form the verifier reads fastest. */
function toLine({ seq, leafHash, entry }: AuditItem, tree: GrowingTree): string {
  const mark = computeMark(tree.add(Buffer.from(leafHash, 'base64')));
  const rest = entry === undefined ? '"erased":true' : `"entry":${canonicalJson(entry)}`;
  return `{"seq":${seq},"leafHash":"${leafHash}","mark":"${mark}",${rest}}\n`;
}

async function* pagesUpTo(desk: DeskClient, size: number): AsyncGenerator<AuditItem[]> {
  let after = 0;
  while (after < size) {
    const { body } = await desk.get<Page<AuditItem>>('/v1/audit', { after, limit: 200 });
    const items = body.items.filter(({ seq }) => seq <= size);
    if (items.length === 0)
      throw new RefusedError(`The desk lists no entries after ${after} of ${size}. Export again.`);
    yield items;
    after = items.at(-1)?.seq ?? size;
  }
}
