import { setImmediate as breathe } from 'node:timers/promises';
import { readDocumentFacts } from '../../../domain/documents/facts.js';
import type { DocumentLine } from '../../../domain/documents/lines.js';
import { readTargets } from '../../../domain/targets/target.js';
import {
  isProblem,
  ListRefused,
  MAX_LIST_ROWS,
  noRows,
  tooManyRows,
  type ListItem,
  type ListProblem,
  type ListRow,
} from '../../../sandbox/lists/item.js';
import { listAuthorities } from '../../../registry/people/authorities.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { LIST_CONSUMES, listBody, listQueryParameters, openSentList, readable, takeRawLists } from '../../raw-list.js';
import { readListView } from '../../../contract/lists.js';
import { flag } from '../../../contract/query.js';

/** Rows per batch; the event loop yields after each. */
const CONCURRENCY = 2_000;

const MAX_AUTHORITIES = 2_000;

const query = listQueryParameters.extend({
  document: flag.describe('The file is the order itself: not refused if it contains no list'),
});

/**
 * `POST /v1/lists/read`: what a list in any format would add, including a table in a PDF, and the facts of a document.
 * Writes nothing; a person has to check all of it.
 */
export function registerReadList(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Preview a list without storing it',
    description:
      'Row numbers continue across the sheets of a workbook. Targets from a PDF, and facts that a document states about its notice, are proposals: check them.',
    tags: ['lists'],
    consumes: LIST_CONSUMES,
    querystring: query,
    body: listBody,
    response: { 200: readListView },
  };
  takeRawLists(app, (scope) => {
    scope.post('/v1/lists/read', { schema, preValidation: needs('targets.add') }, async (request) => {
      const { items, text, format } = await openSentList(request);
      const { rows, problems, noList } = await readable(() =>
        text !== null && request.query.document === true ? collectOrNone(items) : collect(items),
      );
      const { targets, merged, places } = readTargets(rows);
      return {
        format,
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
        document: text === null ? null : { text: text.length > 0, noList, facts: await readFacts(context, text) },
      };
    });
  });
}

async function readFacts(context: ApiContext, text: readonly DocumentLine[]) {
  if (text.length === 0) return [];
  return readDocumentFacts(text, {
    laws: context.rulebook.listRegimes({ atMs: context.now().getTime() }),
    authorities: await listAuthorities(context.db, { afterId: null, limit: MAX_AUTHORITIES }),
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
    if (total > MAX_LIST_ROWS) throw tooManyRows();
    if (total % CONCURRENCY === 0) await breathe();
  }
  if (rows.length + problems.length === 0) throw noRows();
  return { rows, problems, noList: null };
}
