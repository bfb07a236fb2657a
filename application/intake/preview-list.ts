import { setImmediate as breathe } from 'node:timers/promises';
import { readDocumentFacts } from '../../domain/documents/facts.js';
import type { DocumentLine } from '../../domain/documents/lines.js';
import { readTargets } from '../../domain/targets/target.js';
import { listAuthorities } from '../../registry/people/authorities.js';
import {
  isProblem,
  ListRefused,
  MAX_LIST_ROWS,
  type ListItem,
  type ListProblem,
  type ListRow,
} from '../../sandbox/lists/item.js';
import type { Services } from '../services.js';

/** Rows per batch; the event loop yields after each. */
const BATCH = 2_000;
const MAX_AUTHORITIES = 2_000;

interface SentItems {
  items: Iterable<ListItem>;
  /** Lines of a document; null: the file is a list only. */
  text: readonly DocumentLine[] | null;
  /** The file is the order itself: it may contain no list. */
  isDocument: boolean;
}

/**
 * Returns what a list would add, and the facts of a document. Writes nothing; a person has to check all of it. Throws
 * `ListRefused`.
 */
export async function previewList(
  services: Pick<Services, 'db' | 'rulebook' | 'now'>,
  { items, text, isDocument }: SentItems,
) {
  const { rows, problems, noList } = await (text !== null && isDocument ? collectOrNone(items) : collect(items));
  const { targets, merged, places } = readTargets(rows);
  return {
    total: rows.length + problems.length,
    merged,
    rows: targets.map(({ type, locator, note, problem, flags }, index) => ({
      line: rows[places[index] ?? 0]?.line ?? 0,
      type,
      locator,
      note,
      problem,
      flags,
    })),
    problems,
    document: text === null ? null : { text: text.length > 0, noList, facts: await readFacts(services, text) },
  };
}

async function readFacts(
  { db, rulebook, now }: Pick<Services, 'db' | 'rulebook' | 'now'>,
  text: readonly DocumentLine[],
) {
  if (text.length === 0) return [];
  return readDocumentFacts(text, {
    laws: rulebook.listRegimes({ atMs: now().getTime() }),
    authorities: await listAuthorities(db, { afterId: null, limit: MAX_AUTHORITIES }),
  });
}

interface Collected {
  rows: ListRow[];
  problems: ListProblem[];
  noList: string | null;
}

async function collectOrNone(items: Iterable<ListItem>): Promise<Collected> {
  try {
    return await collect(items);
  } catch (error) {
    if (error instanceof ListRefused) return { rows: [], problems: [], noList: error.message };
    throw error;
  }
}

async function collect(items: Iterable<ListItem>): Promise<Collected> {
  const rows: ListRow[] = [];
  const problems: ListProblem[] = [];
  for (const item of items) {
    if (isProblem(item)) problems.push(item);
    else rows.push(item);
    const total = rows.length + problems.length;
    if (total > MAX_LIST_ROWS) throw new ListRefused(`A list can have at most ${MAX_LIST_ROWS} rows. Split it.`);
    if (total % BATCH === 0) await breathe();
  }
  if (rows.length + problems.length === 0) throw new ListRefused('The list has no rows.');
  return { rows, problems, noList: null };
}
