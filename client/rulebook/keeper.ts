import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AttentionKind } from '../../domain/attention.js';
import { raiseAttention, resolveAttention } from '../../registry/ops/attention.js';
import type { Connection, Db } from '../../registry/db.js';
import { hasOpenClock } from '../../registry/clock/open-clock-rows.js';
import {
  isChangeOpen,
  readRulebookOrLast,
  RULEBOOK_CHANGED,
  RULEBOOK_REFUSED,
  sayRulebookProblem,
  storeEdition,
} from '../../registry/rulebook/rulebook-editions.js';
import { countSettledRevisions } from '../../registry/rulebook/rulebook-revisions.js';
import { readRulebookContent, RulebookError } from '../../rulebook/load.js';
import { makeRulebook, type Rulebook, type RulebookContent } from '../../rulebook/rulebook.js';
import { TZ_VERSION } from '../clocks/clocks-of-notice.js';
import { readReviewRecords } from '../../registry/rulebook/law-reviews.js';
import { dueReviews, LAW_REVIEW_DUE } from './due-reviews.js';
import { CALENDAR_ENDS, endingCalendars } from './ending-calendars.js';
import { findAffected, isOpenNotice, knownOf } from './affected-clocks.js';
import { stampOf } from './folder-stamp.js';

/** How the rulebook stands, as `/readyz` shows it. */
export interface RulebookState {
  state: 'up' | 'degraded';
  detail: string;
  figures?: { regimes: number; edition: number };
}

export interface RulebookKeeper {
  /** The law as it is now, and the number under which it is on record (null until the registry has taken it). */
  present(): { rulebook: Rulebook; edition: number | null };
  state(): RulebookState;
  /** Looks at the folder once and takes up what has changed. Throws only when the registry does not answer. */
  look(): Promise<void>;
}

interface Keeping {
  db: Db;
  dir: string;
  logger: Pick<Logger, 'info' | 'error'>;
  /** A changed folder has to stand still for so long before it is read: half a copy can be good YAML. */
  settleMs?: number;
  nowMs?: () => number;
}

const SETTLE_MS = 1_000;
const STOP_MS = 1_000;

interface Held {
  rulebook: Rulebook;
  edition: number | null;
  /** What is wrong with the folder, where an earlier rulebook stands in for it. */
  problem: string | null;
  /** The folder as it was when it was last read to the end; null: to be read again. */
  stamp: string | null;
  /** Whether open clocks are still to be compared with the rulebook. */
  compare: boolean;
  settled: number;
  /** What was last told of calendars that end; null: nothing yet. */
  ends: string | null;
  /** The same of laws to be reviewed again. */
  due: string | null;
}

/**
 * Keeps the law as the folder has it. A folder that cannot be used at the start is stood in for by the last good
 * rulebook on record; without one the RulebookError is thrown. Later a bad change leaves the rulebook as it was.
 */
export async function openRulebookKeeper(keeping: Keeping): Promise<RulebookKeeper> {
  const held = await readFirst(keeping);
  return {
    present: () => ({ rulebook: held.rulebook, edition: held.edition }),
    state: () => stateOf(held),
    async look() {
      await takeUpChange(keeping, held);
      await compareClocks(keeping, held);
      await tellEnds(keeping, held);
      await tellDue(keeping, held);
    },
  };
}

function stateOf({ rulebook, edition, problem }: Held): RulebookState {
  const number = edition === null ? 'not yet on record' : `edition ${edition}`;
  const regimes = rulebook.regimes.length;
  if (problem === null)
    return {
      state: 'up',
      detail: `${regimes} regimes loaded, ${number}.`,
      ...(edition === null ? {} : { figures: { regimes, edition } }),
    };
  return { state: 'degraded', detail: `${problem}. Until it is mended ${number} stays in use.` };
}

async function readFirst({ db, dir }: Keeping): Promise<Held> {
  const read = await readRulebookOrLast(db, dir);
  const stood = 'problem' in read ? { edition: read.number, problem: sayRulebookProblem(read.problem, dir) } : null;
  return {
    rulebook: makeRulebook(read.content),
    edition: stood?.edition ?? null,
    problem: stood?.problem ?? null,
    // The first look reads once more and writes what there is to write: a registry that is away delays that alone.
    stamp: null,
    compare: false,
    settled: 0,
    ends: null,
    due: null,
  };
}

/** Reads the folder if it is not as it was, once it stands still. */
async function takeUpChange(keeping: Keeping, held: Held): Promise<void> {
  const { dir, settleMs = SETTLE_MS } = keeping;
  const stamp = stampOf(dir);
  if (stamp === held.stamp) return;
  const first = held.stamp === null;
  if (!first && settleMs > 0) await sleep(settleMs);
  const content = readOr(dir);
  if (stampOf(dir) !== stamp) return; // still being written: the next look sees to it
  if (content instanceof RulebookError) await refuse(keeping, held, content);
  else await takeUp(keeping, held, content);
  held.stamp = stamp;
}

function readOr(dir: string): RulebookContent | RulebookError {
  try {
    return readRulebookContent(dir);
  } catch (error) {
    if (error instanceof RulebookError) return error;
    throw error;
  }
}

async function refuse({ db, dir, logger }: Keeping, held: Held, error: RulebookError): Promise<void> {
  const problem = sayRulebookProblem(error, dir);
  const summary = `${problem}. The rulebook was refused; the last good one stays in use.`;
  const detail = { problem, edition: held.edition };
  await raiseAttention(
    db,
    { key: RULEBOOK_REFUSED, kind: RULEBOOK_REFUSED, noticeId: null, summary, detail },
    { refresh: true },
  );
  logger.error({ problem }, 'the rulebook cannot be used; the last good one stays in use');
  held.problem = problem;
}

async function takeUp({ db, logger }: Keeping, held: Held, content: RulebookContent): Promise<void> {
  const { number, fresh, open } = await db.transaction().execute(async (trx) => {
    const stored = await storeEdition(trx, { content, tzVersion: TZ_VERSION });
    await resolveAttention(trx, { key: RULEBOOK_REFUSED });
    // On record with the edition, so that a comparison cut short by a crash is made up for.
    if (stored.fresh && (await hasOpenClock(trx))) await raiseChanged(trx, COMPARING, {});
    return { ...stored, open: await isChangeOpen(trx) };
  });
  if (fresh || held.edition !== number) {
    held.rulebook = makeRulebook(content);
    logger.info({ edition: number, regimes: content.regimes.length }, 'rulebook taken up');
  }
  Object.assign(held, { edition: number, problem: null, compare: held.compare || open });
}

const COMPARING = 'The rulebook has changed. Open clocks are being compared with it.';

function raiseChanged(db: Connection, summary: string, detail: Record<string, unknown>): Promise<void> {
  const row = { key: RULEBOOK_CHANGED, kind: RULEBOOK_CHANGED, noticeId: null, summary, detail };
  return raiseAttention(db, row, { refresh: true });
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/** Says which open clocks the rulebook would move: after it has changed, and when an approved revision has been carried out. */
async function compareClocks({ db }: Keeping, held: Held): Promise<void> {
  const settled = await countSettledRevisions(db);
  if (!held.compare && settled === held.settled) return;
  const { rulebook, edition } = held;
  // Told to the whole desk: what only some may know of is not counted, and moves with the rest.
  const { clocks, notices, unknown } = knownOf(await findAffected(db, rulebook), isOpenNotice);
  if (clocks.length === 0) await resolveAttention(db, { key: RULEBOOK_CHANGED });
  else {
    const why = [...new Set(clocks.flatMap((clock) => clock.why))].slice(0, 5);
    const many = `${count(clocks.length, 'open clock')} of ${count(notices, 'notice')}`;
    const summary = `The rulebook has changed: ${many} would move. Nothing moves until two people have agreed; see notice-desk rulebook revision.`;
    await raiseChanged(db, summary, { clocks: clocks.length, notices, why, unknown: unknown.clocks, edition });
  }
  Object.assign(held, { compare: false, settled });
}

/** Tells of calendars that soon have no list. */
async function tellEnds({ db, nowMs = Date.now }: Keeping, held: Held): Promise<void> {
  const ending = endingCalendars(held.rulebook, nowMs());
  const told = ending.map(({ id, lastYear }) => `${id} ends with ${lastYear}`).join(', ');
  const summary = `Calendars end: ${told}.`;
  if (told !== held.ends)
    await tell(db, { kind: CALENDAR_ENDS, summary: told === '' ? null : summary, detail: { ending } });
  held.ends = told;
}

/** Tells of laws in force whose review is over. */
async function tellDue({ db, nowMs = Date.now }: Keeping, held: Held): Promise<void> {
  const due = dueReviews(held.rulebook, await readReviewRecords(db), nowMs());
  const told = due.map(({ id, until }) => `${id} since ${until}`).join(', ');
  const summary = `To be reviewed again: ${told}.`;
  if (told !== held.due)
    await tell(db, { kind: LAW_REVIEW_DUE, summary: told === '' ? null : summary, detail: { due } });
  held.due = told;
}

/** Raises what is to be told of the law, or settles it where there is nothing. */
async function tell(
  db: Db,
  { kind, summary, detail }: { kind: AttentionKind; summary: string | null; detail: Record<string, unknown> },
): Promise<void> {
  if (summary === null) return resolveAttention(db, { key: kind });
  return raiseAttention(db, { key: kind, kind, noticeId: null, summary, detail }, { refresh: true });
}

/** Looks at the folder every so often until it is stopped. */
export function watchRulebook(
  keeper: RulebookKeeper,
  { everyMs = 5_000, logger }: { everyMs?: number; logger: Pick<Logger, 'warn'> },
): { stop: () => Promise<void> } {
  const stopped = new AbortController();
  const loop = async () => {
    while (!stopped.signal.aborted) {
      await keeper
        .look()
        .catch((error: unknown) => logger.warn({ job: 'rulebook', err: error }, 'job failed, retrying'));
      await sleep(everyMs, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    async stop() {
      stopped.abort();
      // A comparison of very many clocks is not waited for; it is made up for after the next start.
      await Promise.race([running, sleep(STOP_MS)]);
    },
  };
}
