import { z } from 'zod';
import type { PageQuery } from '../../../../contract/paging.js';
import { cursorKeys } from '../../../../contract/query.js';
import type { lawDraftView } from '../../../../contract/rulebook/watch.js';
import { describeDraft } from '../../../../domain/rulebook/law-draft.js';
import type { Connection } from '../../../../registry/db.js';
import { appendAudit } from '../../../../registry/notices/audit.js';
import { resolveAlert } from '../../../../registry/ops/alerts.js';
import {
  closeDraft,
  countDrafts,
  countPages,
  findDraft,
  listDrafts,
  listPages,
  planReadings,
  type LawDraftRow,
} from '../../../../registry/rulebook/law-watch.js';
import { listWatchedTexts } from '../../../../rulebook/watched-texts.js';
import type { Acting } from '../../../acting.js';
import { toActor } from '../../../caller.js';
import { answerPage, readCursor } from '../../../paging.js';
import { Refusal } from '../../../refusal.js';
import type { Services } from '../../../services.js';
import { lawEventKey } from './watch-events.js';
import { lawTextKey } from './watch-texts.js';

type DraftView = z.input<typeof lawDraftView>;

/** Lists what law watch found, the newest first. */
export async function pageDrafts(
  { db }: Pick<Services, 'db'>,
  { state, cursor, ...paging }: PageQuery & { state?: 'open' | 'settled' | undefined },
) {
  const [before = null] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
  return answerPage(paging, {
    rows: (limit) => listDrafts(db, { state, before, limit }),
    total: () => countDrafts(db, state),
    view: viewDraft,
    key: ({ number }) => [number],
  });
}

export async function getDraft({ db }: Pick<Services, 'db'>, number: number | null): Promise<DraftView> {
  return viewDraft(await needDraft(db, number));
}

/** Lists the watched addresses of the law in effect, with the last reading of each. */
export async function pageWatchedPages(
  { db, rulebook }: Pick<Services, 'db' | 'rulebook'>,
  { state, cursor, ...paging }: PageQuery & { state?: 'due' | 'failing' | undefined },
) {
  const texts = listWatchedTexts(rulebook);
  const titles = new Map(texts.map(({ url, title }) => [url, title]));
  const filter = { urls: [...titles.keys()], state };
  const [after = null] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
  return answerPage(paging, {
    rows: (limit) => listPages(db, { ...filter, after, limit }),
    total: () => countPages(db, filter),
    view: ({ url, due_at: dueAt, read_at: readAt, missing, problem, failing_since: failingSince }) => ({
      url,
      title: titles.get(url) ?? url,
      readAt: readAt?.toISOString() ?? null,
      dueAt: dueAt?.toISOString() ?? null,
      missing,
      problem,
      failingSince: failingSince?.toISOString() ?? null,
    }),
    key: ({ url }) => [url],
  });
}

/** Makes every watched address due; a job reads them. */
export async function requestReading({ trx, services: { rulebook, now } }: Acting): Promise<{ pages: number }> {
  const urls = listWatchedTexts(rulebook).map(({ url }) => url);
  await planReadings(trx, { urls, at: now(), isNow: true });
  return { pages: urls.length };
}

/** Records what a person made of a finding, and ends its alert. It changes no law. */
export async function settleDraft(
  { trx, services, caller }: Acting,
  { number: named, note }: { number: number | null; note: string },
): Promise<DraftView> {
  const [actor, at] = [toActor(caller), services.now()];
  const { number, detail: draft } = await needDraft(trx, named);
  if ((await closeDraft(trx, { number, by: actor.id, note, at })) === undefined)
    throw new Refusal('illegal_transition', `Draft ${number} has already been settled.`);
  await resolveAlert(trx, { key: [lawTextKey(number), lawEventKey(number)] });
  const detail = { draft: number, what: describeDraft(draft), note };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'law_draft_settled', detail }]);
  return viewDraft(await needDraft(trx, number));
}

async function needDraft(db: Connection, number: number | null): Promise<LawDraftRow> {
  const draft = number === null ? undefined : await findDraft(db, number);
  if (draft === undefined) throw new Refusal('missing', 'There is no such draft. GET /v1/rulebook/watch lists them.');
  return draft;
}

function viewDraft(row: LawDraftRow): DraftView {
  const { number, detail, opened_at: openedAt, settled_at: settledAt, settled_by: by, settled_by_name: name } = row;
  const event = detail.kind === 'event' ? detail : null;
  return {
    number,
    kind: detail.kind,
    summary: describeDraft(detail),
    url: detail.url ?? null,
    openedAt: openedAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
    settledBy: by === null ? null : { id: by, name: name ?? '' },
    note: row.note,
    event: event && { on: event.on, regime: event.regime ?? null, what: event.what, source: event.source },
    change: detail.kind === 'text' ? detail : null,
  };
}
