import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DeskClient, Page } from '../../sdk/http.js';
import { toCanonicalJson } from '../../verifier/canonical.js';
import { RefusedError } from '../exit.js';
import { readFileStream, readInputLines } from '../input.js';
import type { ExportedCase } from '../view.js';
import { writeWhole } from '../write-whole.js';

export const FORMAT = 'notice-desk-cases/1';

interface Manifest {
  cases: number;
  open: number;
  closed: number;
  targets: number;
  /** SHA-256 of the header and the digests of all cases, in the order of the file, each with a line feed. */
  digest: string;
}

const header = z.strictObject({ format: z.literal(FORMAT), exportedAt: z.string() });
const manifest = z.strictObject({
  cases: z.int(),
  open: z.int(),
  closed: z.int(),
  targets: z.int(),
  digest: z.string(),
}) satisfies z.ZodType<Manifest>;
const line = z.union([
  z.strictObject({ case: z.record(z.string(), z.unknown()), ledger: z.string(), digest: z.string() }),
  z.strictObject({ manifest }),
]);

function startCount(headerLine: string) {
  const counts = { cases: 0, open: 0, closed: 0, targets: 0 };
  const digests = createHash('sha256').update(`${headerLine}\n`);
  return {
    add({ case: one, digest }: Pick<ExportedCase, 'case' | 'digest'>) {
      counts.cases += 1;
      counts[one['closedAt'] === null ? 'open' : 'closed'] += 1;
      counts.targets += Array.isArray(one['targets']) ? one['targets'].length : 0;
      digests.update(`${digest}\n`);
    },
    finish: (): Manifest => ({ ...counts, digest: digests.digest('hex') }),
  };
}

/** Writes all cases that the caller may export, page by page, and a manifest of their counts and digests at the end. */
export async function writeCaseFile(desk: DeskClient, { path, at }: { path: string; at: string }): Promise<Manifest> {
  const first = JSON.stringify({ format: FORMAT, exportedAt: at });
  const count = startCount(first);
  let made: Manifest | undefined;
  await writeWhole(path, async (file) => {
    await file.write(`${first}\n`);
    for await (const item of listExported(desk)) {
      count.add(item);
      await file.write(`${JSON.stringify(item)}\n`);
    }
    made = count.finish();
    await file.write(`${JSON.stringify({ manifest: made })}\n`);
  });
  if (made === undefined) throw new Error('the file is written');
  return made;
}

export async function* listExported(desk: DeskClient): AsyncGenerator<ExportedCase> {
  for (const kind of ['notices', 'imported']) {
    let cursor: string | undefined;
    do {
      const { body } = await desk.get<Page<ExportedCase>>('/v1/exported-cases', { of: kind, cursor });
      yield* body.items;
      cursor = body.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
}

interface CaseLine extends ExportedCase {
  line: number;
}

/** Reads an export and checks each digest and the manifest. Throws a `RefusedError` with the line of the first change. */
export async function* readCaseFile(path: string): AsyncGenerator<CaseLine> {
  let count = startCount('');
  let number = 0;
  let end: Manifest | undefined;
  for await (const text of readInputLines(readFileStream(path))) {
    number += 1;
    if (number === 1) {
      parseLine(header, text, number);
      count = startCount(text);
    } else if (end !== undefined) throw new RefusedError(`Line ${number}: nothing may follow the manifest.`);
    else {
      const read = parseLine(line, text, number);
      if ('manifest' in read) end = read.manifest;
      else {
        checkDigests(read, number);
        count.add(read);
        yield { ...read, line: number };
      }
    }
  }
  if (end === undefined) throw new RefusedError(`${path} is truncated: it ends without a manifest.`);
  if (toCanonicalJson(count.finish()) !== toCanonicalJson(end))
    throw new RefusedError('The manifest does not fit: cases were removed, added or moved.');
}

function parseLine<T extends z.ZodType>(shape: T, text: string, number: number): z.output<T> {
  try {
    const value: unknown = JSON.parse(text);
    // Every byte counts: other JSON with the same meaning is not what the desk wrote.
    if (JSON.stringify(value) === text) return shape.parse(value);
  } catch {
    // It is not JSON, or not of this form.
  }
  throw new RefusedError(`Line ${number} is no line of an export of cases (${FORMAT}).`);
}

const sha256 = (value: unknown) => createHash('sha256').update(toCanonicalJson(value)).digest('hex');

function checkDigests({ case: one, ledger, digest }: ExportedCase, number: number): void {
  if (sha256(one) !== digest) throw new RefusedError(`Line ${number}: the case was changed; its digest does not fit.`);
  if (sha256(toLedger(one)) !== ledger)
    throw new RefusedError(`Line ${number}: the digest of the ledger does not fit.`);
}

/** Written again, not imported from the desk's code: a check by the same code would repeat its mistakes. */
function toLedger(one: Record<string, unknown>): object {
  const { source, externalId, receivedAt, decidedAt, closedAt, outcome, targets, record } = one;
  const effects = typeof record === 'object' && record !== null && 'effects' in record ? record.effects : [];
  return { source, externalId, receivedAt, decidedAt, closedAt, outcome, targets, effects };
}
