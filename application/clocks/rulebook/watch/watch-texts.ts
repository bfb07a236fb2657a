import { setTimeout as sleep } from 'node:timers/promises';
import { describeDraft, type TextDraft } from '../../../../domain/rulebook/law-draft.js';
import { comparePages, findMissing, findReadingProblem, joinChanges } from '../../../../domain/rulebook/law-page.js';
import { raiseAlert, resolveAlert } from '../../../../registry/ops/alerts.js';
import type { Connection } from '../../../../registry/db.js';
import {
  findOpenDraft,
  insertDraft,
  listDuePages,
  listLostPages,
  lockPage,
  planReadings,
  storeFailure,
  storeReading,
  updateDraft,
  type LawPageRow,
} from '../../../../registry/rulebook/law-watch.js';
import { listWatchedTexts, type WatchedText } from '../../../../rulebook/watched-texts.js';
import type { SharedServices } from '../../../services.js';
import { readPage, type PageReading } from './read-page.js';

export type WatchSources = Pick<SharedServices, 'db' | 'rulebook' | 'now' | 'lawWatch'>;

const DAY_MS = 24 * 3_600_000;
/** Between two pages of one host. */
const PAUSE_MS = 1_000;
const CONCURRENCY = 4;
/** One reading that fails is no news: sites are down for a night. */
const LOST_AFTER_MS = 2 * DAY_MS;
const UNREADABLE = 'law_text_unreadable' as const;

export const lawTextKey = (number: number) => `law_text_changed:${number}`;

/** Reads the addresses of the law in effect that are due: daily if switched on, otherwise when a person has asked. */
export async function watchTexts(
  sources: WatchSources,
  isStopped: () => boolean,
  { pauseMs = PAUSE_MS }: { pauseMs?: number } = {},
): Promise<void> {
  const { db, rulebook, now, lawWatch } = sources;
  const texts = new Map(listWatchedTexts(rulebook).map((text) => [text.url, text]));
  const urls = [...texts.keys()];
  if (urls.length === 0) return;
  if (lawWatch) await planReadings(db, { urls, at: now(), isNow: false });
  const due = await listDuePages(db, { urls, at: now() });
  if (due.length === 0) return;
  const hosts = groupByHost(due.flatMap((url) => texts.get(url) ?? []));
  const readHosts = async () => {
    for (let host = hosts.shift(); host !== undefined; host = hosts.shift()) {
      for (const [at, text] of host.entries()) {
        if (isStopped()) return;
        if (at > 0) await sleep(pauseMs);
        await recordReading(sources, text, await readPage(text.url));
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, readHosts));
  await raiseUnreadable(db, { urls, before: new Date(now().getTime() - LOST_AFTER_MS) });
}

function groupByHost(texts: readonly WatchedText[]): WatchedText[][] {
  const groups = new Map<string, WatchedText[]>();
  for (const text of texts) {
    const { host } = new URL(text.url);
    groups.set(host, [...(groups.get(host) ?? []), text]);
  }
  return [...groups.values()];
}

/** The first reading is what later ones are compared with. A failed one changes nothing but its note. */
async function recordReading(
  { db, now, lawWatch }: WatchSources,
  text: WatchedText,
  reading: PageReading,
): Promise<void> {
  const at = now();
  const dueAt = lawWatch ? new Date(at.getTime() + DAY_MS) : null;
  const { url, clauses } = text;
  await db.transaction().execute(async (trx) => {
    const page = await lockPage(trx, url);
    const problem = findProblem(reading, { clauses, last: page.text });
    if ('problem' in reading || problem !== null) return storeFailure(trx, { url, problem, at, dueAt });
    const missing = reading.text === null ? [] : findMissing(reading.text, clauses).map(({ clause }) => clause);
    if (page.sha256 !== null && page.sha256 !== reading.sha256)
      await openDraft(trx, buildDraft(text, page, reading, at));
    await storeReading(trx, { url, ...reading, missing, read_at: at, due_at: dueAt });
  });
}

function findProblem(
  reading: PageReading,
  known: { clauses: WatchedText['clauses']; last: string | null },
): string | null {
  if ('problem' in reading) return reading.problem;
  if (reading.text !== null) return findReadingProblem(reading.text, known);
  return known.last === null ? null : 'The page is no longer text.';
}

function buildDraft(
  { url, title, clauses }: WatchedText,
  page: LawPageRow,
  { text }: { text: string | null },
  at: Date,
): TextDraft {
  const [before, after] = [page.text, text];
  const change =
    before === null || after === null
      ? compareFiles(clauses)
      : { isText: true, ...comparePages(before, after, clauses) };
  const readBefore = (page.read_at ?? at).toISOString();
  return { kind: 'text', title, url, readBefore, readAfter: at.toISOString(), ...change };
}

/** What is quoted from a file has to be compared by a person. */
function compareFiles(clauses: WatchedText['clauses']) {
  const quoted = clauses.map(({ clause, at, laws }) => ({ at, laws, before: clause, after: null }));
  return { isText: false, clauses: quoted, removed: [], added: [] };
}

/** Opens a draft for a changed page, or adds the change to the one that is open. */
async function openDraft(trx: Connection, draft: TextDraft): Promise<void> {
  const open = await findOpenDraft(trx, { kind: 'text', subject: draft.url });
  const earlier = open?.detail.kind === 'text' ? open.detail : null;
  const detail =
    earlier === null ? draft : { ...draft, ...joinChanges(earlier, draft), readBefore: earlier.readBefore };
  const number =
    open?.number ?? (await insertDraft(trx, { subject: draft.url, detail, at: new Date(draft.readAfter) }));
  if (open !== undefined) await updateDraft(trx, number, detail);
  await raiseAlert(
    trx,
    {
      key: lawTextKey(number),
      kind: 'law_text_changed',
      noticeId: null,
      summary: describeDraft(detail),
      detail: { draft: number, url: draft.url },
      audience: ['counsel'],
    },
    { refresh: true },
  );
}

async function raiseUnreadable(db: Connection, question: { urls: readonly string[]; before: Date }): Promise<void> {
  const lost = await listLostPages(db, question);
  const [first] = lost;
  if (first === undefined) return resolveAlert(db, { key: UNREADABLE });
  const more = lost.length === 1 ? '' : ` ${lost.length - 1} more addresses fail as well.`;
  const summary = `${first.url}: ${first.problem ?? ''} The law on file stays as it is.${more}`;
  await raiseAlert(
    db,
    { key: UNREADABLE, kind: UNREADABLE, noticeId: null, summary, detail: { pages: lost }, audience: ['counsel'] },
    { refresh: true },
  );
}
