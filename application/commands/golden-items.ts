import { z } from 'zod';
import type { PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import type { goldenMarked, goldenView, goldenWrite } from '../../contract/review/quality.js';
import { CURES } from '../../domain/commands/cures.js';
import { splitByKey } from '../../domain/split-by-key.js';
import { SHARED_ACTS } from '../../domain/people/shared-acts.js';
import type { GoldenState } from '../../domain/quality/golden.js';
import { appendAudit } from '../../registry/notices/audit.js';
import type { NoticeRow } from '../../registry/notices/notices.js';
import {
  confirmGoldenItems,
  countGoldenItems,
  insertGoldenItems,
  listGoldenItems,
  retireGoldenItems,
  type GoldenItemRow,
} from '../../registry/targets/golden-items.js';
import type { Acting } from '../acting.js';
import { toActor, toReader, type Caller } from '../caller.js';
import { readCursor } from '../paging.js';
import { invalid, Refusal } from '../refusal.js';
import { answerSeenPage } from '../seen-page.js';
import type { Services } from '../services.js';
import { readGrounds } from './drafting.js';

export async function pageGoldenItems(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { cursor, set, state, ...paging }: PageQuery & { set?: string | undefined; state?: GoldenState | undefined },
) {
  const key = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.text, cursorKeys.int]));
  const after = key === null ? null : { set: key[0], number: key[1], no: key[2] };
  const filter = { reader: toReader(caller), set, state };
  return answerSeenPage(services, { caller, name: 'golden-items' }, paging, {
    rows: (limit) => listGoldenItems(services.db, { ...filter, after, limit }),
    total: () => countGoldenItems(services.db, filter),
    view: toGoldenView,
    key: (row) => [row.set_name, row.number, row.no],
    seen: ({ notice_id: id, secrecy_level: level }) => [{ id, level }],
  });
}

/** Marks decided targets as golden. Nobody is served them before another person confirms. */
export async function markGolden(
  { trx, services, caller }: Acting,
  { row, set, targets, agreed }: z.output<typeof goldenWrite> & { row: NoticeRow },
): Promise<z.input<typeof goldenMarked>> {
  const answer = agreed === undefined ? null : { action: agreed.action, grounds: readAgreed(agreed) };
  const at = services.now();
  const marking = { set, agreed: answer, by: caller.person.id, at };
  const marked = await insertGoldenItems(trx, { noticeId: row.id, nos: targets, ...marking });
  if (marked.length === 0)
    throw invalid('/targets', 'None of these can be golden: mark targets that are decided and not golden yet.');
  const detail = { notice: row.id, number: row.number, set, targets: marked };
  await appendAudit(trx, [{ at, noticeId: null, actor: toActor(caller), action: 'golden_marked', detail }]);
  return { marked, skipped: [...new Set(targets)].filter((no) => !marked.includes(no)) };
}

function readAgreed(agreed: NonNullable<z.output<typeof goldenWrite>['agreed']>) {
  if (agreed.grounds.includes('other'))
    throw invalid('/agreed/grounds', 'Agree on a ground from the list: "other" is explained by a note.');
  return readGrounds(agreed);
}

export async function confirmGolden(acting: Acting, { items }: { items: readonly string[] }): Promise<void> {
  const { trx, services, caller } = acting;
  const found = await needItems(acting, items);
  if (found.some(({ marked_by: by }) => by === caller.person.id))
    throw new Refusal('four_eyes', SHARED_ACTS.golden_item.refusal);
  if (found.some(({ state }) => state !== 'pending'))
    throw new Refusal('illegal_transition', 'Some of these are confirmed or retired already. Read the list again.');
  await confirmGoldenItems(trx, { ids: items, by: caller.person.id, at: services.now() });
  await logEach(acting, found, 'golden_confirmed');
}

/** Takes items out of the queue of second reviews; pending ones are dropped that way. */
export async function retireGolden(acting: Acting, { items }: { items: readonly string[] }): Promise<void> {
  const { trx, services, caller } = acting;
  const found = (await needItems(acting, items)).filter(({ state }) => state !== 'retired');
  await retireGoldenItems(trx, { ids: items, by: caller.person.id, at: services.now() });
  await logEach(acting, found, 'golden_retired');
}

/** The items, each of a notice that the caller may read; otherwise none of them is known. */
async function needItems({ trx, caller }: Acting, items: readonly string[]): Promise<GoldenItemRow[]> {
  const ids = [...new Set(items)];
  const found = await listGoldenItems(trx, { reader: toReader(caller), ids, after: null, limit: ids.length });
  if (found.length < ids.length) throw new Refusal('missing', CURES.noNotice);
  return found;
}

async function logEach(
  { trx, services, caller }: Acting,
  items: readonly GoldenItemRow[],
  action: 'golden_confirmed' | 'golden_retired',
): Promise<void> {
  const shared = { at: services.now(), noticeId: null, actor: toActor(caller), action };
  const entries = splitByKey(items, ({ notice_id: id }) => id).flatMap((of) =>
    of.slice(0, 1).map(({ notice_id: notice, number }) => {
      const detail = { notice, number, targets: of.map(({ no }) => no) };
      return { ...shared, detail };
    }),
  );
  await appendAudit(trx, entries);
}

function toGoldenView(row: GoldenItemRow): z.input<typeof goldenView> {
  return {
    id: row.id,
    set: row.set_name,
    notice: { id: row.notice_id, number: row.number },
    no: row.no,
    type: row.type,
    locator: row.locator,
    action: row.action,
    grounds: row.grounds,
    state: row.state,
    markedBy: { id: row.marked_by, name: row.marked_by_name },
    markedAt: row.marked_at.toISOString(),
    confirmedBy: row.confirmed_by === null ? null : { id: row.confirmed_by, name: row.confirmed_by_name ?? '' },
    answers: row.answers,
    agreed: row.agreed,
  };
}
