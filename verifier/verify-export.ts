import { open } from 'node:fs/promises';
import { readItem, isRecord } from './item.js';
import { LongLine, readLineBlocks } from './lines.js';
import { GrowingTree, computeMark } from './merkle.js';
import { isSignedBy, readCheckpoints, readKey, type Checkpoint } from './note.js';

export const EXPORT_FORMAT = 'notice-desk-audit/1';

export interface ExportVerdict {
  problem: string | null;
  /** The first sequence number that is not proven; null if no entry is to blame. */
  firstBad: number | null;
  size: number;
  erased: number;
  checkpoint: Checkpoint | null;
  keys: string[];
}

interface Question {
  checkpoints?: readonly { name: string; text: string }[];
  keys?: readonly string[];
  onProgress?: (seq: number) => void;
}

class Doubt extends Error {
  readonly firstBad: number | null;
  constructor(problem: string, firstBad: number | null = null) {
    super(problem);
    this.firstBad = firstBad;
  }
}

interface Milestone {
  size: number;
  root: string;
  from: string;
}

/** Verifies an export against its own and other checkpoints, offline and within a few megabytes of memory. */
export async function verifyExport(path: string, question: Question = {}): Promise<ExportVerdict> {
  const verdict: ExportVerdict = { problem: null, firstBad: null, size: 0, erased: 0, checkpoint: null, keys: [] };
  const file = await open(path);
  try {
    await walk(readLineBlocks(file), { verdict, question });
  } catch (error) {
    if (!(error instanceof Doubt) && !(error instanceof LongLine)) throw error;
    verdict.problem = error.message;
    verdict.firstBad = error instanceof Doubt ? error.firstBad : null;
  } finally {
    await file.close();
  }
  return verdict;
}

async function walk(
  blocks: AsyncGenerator<{ bytes: Buffer; whole: boolean }[]>,
  { verdict, question }: { verdict: ExportVerdict; question: Question },
): Promise<void> {
  const tree = new GrowingTree();
  let milestones: Milestone[] | null = null;
  let good = 0;
  for await (const lines of blocks) {
    for (const { bytes, whole } of lines) {
      if (milestones === null) {
        milestones = readHead(bytes, { verdict, question });
        good = passMilestones(tree, { milestones, good });
        continue;
      }
      addLine(tree, { bytes, whole, verdict });
      if (milestones[0]?.size === tree.size) good = passMilestones(tree, { milestones, good });
    }
    question.onProgress?.(tree.size);
  }
  if (milestones === null) throw new Doubt('The file is empty: this is not an export of the audit log.');
  const { size = 0 } = verdict.checkpoint ?? {};
  if (tree.size < size) throw cutAfter(tree.size, size);
}

function cutAfter(last: number, size: number): Doubt {
  return new Doubt(`The export is truncated: it ends after entry ${last} of ${size}.`, last + 1);
}

function readHead(line: Buffer, { verdict, question }: { verdict: ExportVerdict; question: Question }): Milestone[] {
  const head = readHeadLine(line);
  const [own] = readCheckpoints(head.checkpoint);
  if (own === undefined) throw new Doubt('The export has no readable checkpoint.');
  verdict.checkpoint = own;
  verdict.keys = [...(question.keys ?? head.keys)];
  const keys = verdict.keys.flatMap((text) => readKey(text) ?? []);
  if (!isSignedBy(own, keys))
    throw new Doubt(
      question.keys === undefined
        ? 'The checkpoint of the export is not signed by the keys it names.'
        : `The checkpoint of the export belongs to another log or is forged: none of the given keys signed it (${own.origin}).`,
    );
  const others = (question.checkpoints ?? []).flatMap(({ name, text }) => readOthers(name, { text, own, keys }));
  return [{ ...own, from: 'the export’s own checkpoint' }, ...others].sort((a, b) => a.size - b.size);
}

function readHeadLine(line: Buffer): { checkpoint: string; keys: string[] } {
  try {
    const head: unknown = JSON.parse(line.toString('utf8'));
    const { format, checkpoint, keys } = isRecord(head) ? head : {};
    if (format === EXPORT_FORMAT && typeof checkpoint === 'string' && Array.isArray(keys))
      return { checkpoint, keys: keys.map(String) };
  } catch {
    // The error is thrown below.
  }
  throw new Doubt('The first line is not the header of an export of the audit log.');
}

/** Previously saved checkpoints must be of this log, signed, and not larger than the export. */
function readOthers(
  name: string,
  { text, own, keys }: { text: string; own: Checkpoint; keys: readonly Buffer[] },
): Milestone[] {
  const found = readCheckpoints(text);
  if (found.length === 0) throw new Doubt(`${name} contains no checkpoint.`);
  for (const checkpoint of found) {
    const { origin, size } = checkpoint;
    if (origin !== own.origin)
      throw new Doubt(`${name} belongs to another log: its origin is ${origin}, that of the export ${own.origin}.`);
    if (!isSignedBy(checkpoint, keys))
      throw new Doubt(`${name} is signed by a different key than the log’s: give it with --key if it is a former one.`);
    if (size > own.size)
      throw new Doubt(
        `${name} has ${size} entries, the export ${own.size}: entries were removed, or the export is older.`,
        own.size + 1,
      );
  }
  return found.map((checkpoint) => ({ ...checkpoint, from: name }));
}

function addLine(
  tree: GrowingTree,
  { bytes, whole, verdict }: { bytes: Buffer; whole: boolean; verdict: ExportVerdict },
): void {
  const next = tree.size + 1;
  const { size = 0 } = verdict.checkpoint ?? {};
  const item = readItem(bytes);
  if (item === null) {
    if (!whole) throw cutAfter(tree.size, size);
    throw new Doubt(`The line where entry ${next} should be cannot be read.`, next);
  }
  const { seq, said, computed, mark } = item;
  if (next > size) throw new Doubt(`Entry ${seq} was added: the checkpoint has ${size} entries.`, next);
  if (seq !== next) throw new Doubt(misplaced(seq, next), next);
  if (computed !== null && computed !== said)
    throw new Doubt(`Entry ${seq} was changed: it does not match its leaf hash.`, seq);
  const leaf = Buffer.from(said, 'base64');
  if (leaf.length !== 32 || leaf.toString('base64') !== said) throw new Doubt(`Entry ${seq} has no leaf hash.`, seq);
  if (computed === null) verdict.erased += 1;
  if (computeMark(tree.add(leaf)) !== mark)
    throw new Doubt(`Entry ${seq} was changed together with its leaf, or does not belong here.`, seq);
  verdict.size = tree.size;
}

function misplaced(seq: number, next: number): string {
  return seq > next
    ? `Entry ${next} is missing or out of order: entry ${seq} is in its place.`
    : `Entry ${seq} occurs a second time where entry ${next} should be.`;
}

function passMilestones(tree: GrowingTree, { milestones, good }: { milestones: Milestone[]; good: number }): number {
  let proven = good;
  for (let [next] = milestones; next?.size === tree.size; [next] = milestones) {
    const { root, from } = next;
    milestones.shift();
    if (tree.root().toString('base64') !== root) throw new Doubt(notTheSigned(proven, tree.size, from), proven + 1);
    proven = tree.size;
  }
  return proven;
}

function notTheSigned(proven: number, size: number, from: string): string {
  const where = size === proven + 1 ? `Entry ${size} is` : `Entries ${proven + 1} to ${size} are`;
  return `${where} not what was signed: ${from} has a different root for the first ${size}.`;
}
