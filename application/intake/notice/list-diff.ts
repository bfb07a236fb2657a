import type { PageQuery } from '../../../contract/paging.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import {
  countDiff,
  findEarlierList,
  listDiff,
  type DiffPart,
  type DiffRow,
} from '../../../registry/targets/list-diff.js';
import { needNotice, type Reading } from '../../access.js';
import { toReader, type Caller } from '../../caller.js';
import { answerPage, readNumberCursor } from '../../paging.js';

interface DiffQuery extends PageQuery {
  against?: string | undefined;
  /** Also return the rows of this part. */
  part?: DiffPart | undefined;
}

/**
 * Returns the targets added, removed and unchanged against an earlier notice, with the decision of each row then. Without
 * `against`: the latest of the authority's last twenty notices that the caller can read and that shares targets; without
 * one, everything is new.
 */
export async function compareLists(
  services: Reading,
  caller: Caller,
  id: string,
  { against: otherId, part, ...query }: DiffQuery,
) {
  const { db } = services;
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const other = await findOther(services, caller, { row, otherId });
  const pair = { noticeId: row.id, against: other?.id ?? null };
  const counts = await countDiff(db, pair);
  const answer = { against: other === null ? null : { id: other.id, number: other.number }, ...counts };
  if (part === undefined) return answer;
  const after = readNumberCursor(query.cursor) ?? 0;
  const page = await answerPage(query, {
    rows: (limit) => listDiff(db, { ...pair, part, after, limit }),
    total: async () => counts[part],
    view: toDiffView,
    key: ({ position }) => [position],
  });
  return { ...answer, ...page };
}

/** A notice that the caller cannot read counts as absent. */
async function findOther(
  services: Reading,
  caller: Caller,
  { row, otherId }: { row: NoticeRow; otherId: string | undefined },
): Promise<{ id: string; number: string } | null> {
  const id = otherId ?? (await findEarlierList(services.db, { noticeId: row.id, reader: toReader(caller) }));
  return id === undefined ? null : needNotice(services, caller, { id, to: 'facts' });
}

function toDiffView(row: DiffRow) {
  const { no, type, locator, note, flags, problem } = row;
  return { no, type, locator, note, flags, problem, before: toBefore(row) };
}

function toBefore(row: DiffRow) {
  if (row.before_no === null || row.before_status === null) return null;
  return {
    no: row.before_no,
    status: row.before_status,
    decision:
      row.before_action === null
        ? null
        : {
            action: row.before_action,
            grounds: row.before_grounds ?? [],
            countries: row.before_countries ?? [],
            note: row.before_note ?? '',
            at: row.before_at?.toISOString() ?? null,
          },
  };
}
