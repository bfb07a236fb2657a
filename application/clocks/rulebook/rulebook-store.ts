import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { raiseAlert, resolveAlert } from '../../../registry/ops/alerts.js';
import type { Db } from '../../../registry/db.js';
import { hasOpenClock } from '../../../registry/clocks/open-clock-rows.js';
import type { SignedAdoption } from '../../../registry/rulebook/tables.js';
import { readPin } from '../../../registry/rulebook/edition-pins.js';
import {
  findLastApproved,
  listEditionActs,
  listEditionStatuses,
  moveEdition,
} from '../../../registry/rulebook/edition-status.js';
import {
  findApplying,
  isChangeOpen,
  readOrProblem,
  readRulebookToApply,
  RULEBOOK_REFUSED,
  RULEBOOK_UNPROVEN,
  formatRulebookProblem,
  storeEdition,
  UNCHECKED,
  type EditionProof,
} from '../../../registry/rulebook/rulebook-editions.js';
import { RulebookError } from '../../../rulebook/load.js';
import { isRulebookFile } from '../../../rulebook/ready-content.js';
import { digestOfLaw } from '../../../rulebook/edition-digest.js';
import { TEXTS_FOLDER } from '../../../rulebook/texts.js';
import type { CompanyFacts } from '../../../domain/rulebook/applicability.js';
import { makeRulebook, type Rulebook, type RulebookContent } from '../../../rulebook/rulebook.js';
import { Refusal } from '../../refusal.js';
import { isProvenEdition, type EditionSigner } from '../../edition-signer.js';
import { TZ_VERSION } from '../clocks-of-notice.js';
import { offerEdition } from './offer-edition.js';
import { COMPARING, raiseChanged } from './raise-changed.js';
import { compareClocks, raiseDueReviews, raiseEndingCalendars, type WatchedRulebook } from './rulebook-alerts.js';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface RulebookState {
  state: 'up' | 'degraded';
  detail: string;
  figures?: { regimes: number; edition: number };
}

export interface RulebookStore {
  /**
   * Returns the law in effect and its edition number (null until it is recorded). Throws `unavailable` until the
   * registry has said which law is in effect.
   */
  present(): { rulebook: Rulebook; edition: number | null };
  state(): RulebookState;
  /** Checks the folder once and takes up changes. Throws only if the registry does not answer. */
  refresh(): Promise<void>;
}

interface StoreOptions {
  db: Db;
  dir: string;
  /** The law that the release ships: what an empty registry adopts, whatever the folder says. */
  shipped: () => RulebookContent;
  /** A part of each edition, because a changed fact can switch a law off: it needs two people as a changed law does. */
  company?: CompanyFacts | undefined;
  logger: Pick<Logger, 'info' | 'error'>;
  /** How long a changed folder has to stay unchanged before it is read: half a copy can be valid YAML. */
  settleMs?: number;
  nowMs?: () => number;
  /** Undefined: signatures are not checked. */
  signer?: EditionSigner | undefined;
}

const SETTLE_MS = 1_000;

interface Held extends WatchedRulebook {
  isKnown: boolean;
  /** What the registry said when the law was last read from it; null: read it again. */
  seen: string | null;
  waiting: number | null;
  problem: string | null;
  unproven: string | null;
  stamp: string | null;
}

/**
 * Keeps the law in effect, which is the edition that two people approved last or that the desk is pinned to, also after
 * a restart. Offers the folder to the registry, where a changed one waits for approval. An empty registry adopts the law
 * of the release; throws `RulebookError` if its folder is unusable.
 */
export async function openRulebookStore(options: StoreOptions): Promise<RulebookStore> {
  const held = await readFirst(options);
  return {
    present() {
      if (held.isKnown) return { rulebook: held.rulebook, edition: held.edition };
      throw new Refusal('unavailable', 'The registry has not reported yet which law applies. Try again in a moment.', {
        retryAfterSeconds: 5,
      });
    },
    state: () => describeState(held),
    async refresh() {
      await takeUpChange(options, held);
      await followRegistry(options, held);
      const nowMs = (options.nowMs ?? Date.now)();
      await compareClocks(options.db, held);
      await raiseEndingCalendars(options.db, held, nowMs);
      await raiseDueReviews(options.db, held, nowMs);
    },
  };
}

function describeState({ rulebook, edition, problem, unproven, waiting }: Held): RulebookState {
  if (unproven !== null) return { state: 'degraded', detail: `${unproven} ${sayStays(edition)}` };
  const number = edition === null ? 'not yet recorded' : `edition ${edition}`;
  const regimes = rulebook.regimes.length;
  if (problem === null)
    return {
      state: 'up',
      detail: `${regimes} regimes loaded, ${number}.${waiting === null ? '' : ` Edition ${waiting} needs approval.`}`,
      ...(edition === null ? {} : { figures: { regimes, edition } }),
    };
  return { state: 'degraded', detail: `${problem}. Until it is fixed, ${number} stays in use.` };
}

function sayStays(edition: number | null): string {
  return `${edition === null ? 'The law of this release' : `Edition ${edition}, the last one that is proven,`} applies.`;
}

async function readFirst(options: StoreOptions): Promise<Held> {
  const { db, dir, shipped, logger } = options;
  const proof = provenBy(options);
  const first = await readRulebookToApply(db, { dir, shipped, proof }).catch((error: unknown) => {
    if (error instanceof RulebookError) throw error;
    // The registry does not answer, so the edition in effect is unknown, and the folder may differ from it.
    return null;
  });
  const { number: edition = null, unproven = null } = first ?? {};
  if (unproven !== null) logger.error(`${unproven} ${sayStays(edition)}`);
  return {
    rulebook: makeRulebook(first?.content ?? shipped()),
    edition,
    isKnown: first !== null,
    seen: null,
    unproven,
    waiting: null,
    problem: first?.problem == null ? null : formatRulebookProblem(first.problem, dir),
    // The first check reads the folder once more and writes; an unavailable registry delays only that.
    stamp: null,
    compare: false,
    settled: 0,
    ends: null,
    due: null,
  };
}

function withCompany(content: RulebookContent, { company = {} }: Pick<StoreOptions, 'company'>): RulebookContent {
  return Object.keys(company).length === 0 ? content : { ...content, company };
}

async function takeUpChange(options: StoreOptions, held: Held): Promise<void> {
  const { dir, shipped, signer, settleMs = SETTLE_MS } = options;
  const stamp = computeFolderStamp(dir);
  if (stamp === held.stamp) return;
  const first = held.stamp === null;
  if (!first && settleMs > 0) await sleep(settleMs);
  const content = readOrProblem(dir);
  if (computeFolderStamp(dir) !== stamp) return; // Still being written: the next check reads it.
  if (content instanceof RulebookError) await refuse(options, held, content);
  else {
    await options.db.transaction().execute(async (trx) => {
      await resolveAlert(trx, { key: RULEBOOK_REFUSED });
      await offerEdition(trx, {
        content: withCompany(content, options),
        shipped,
        signer,
        pinned: (await readPin(trx, provenBy(options).isProvenAct)).pinned,
        at: new Date((options.nowMs ?? Date.now)()),
        again: !first,
      });
    });
    held.problem = null;
  }
  held.stamp = stamp;
}

async function refuse({ db, dir, logger }: StoreOptions, held: Held, error: RulebookError): Promise<void> {
  const problem = formatRulebookProblem(error, dir);
  const summary = `${problem}. The rulebook was refused; the edition in effect stays in use.`;
  const detail = { problem, edition: held.edition };
  await raiseAlert(
    db,
    { key: RULEBOOK_REFUSED, kind: RULEBOOK_REFUSED, noticeId: null, summary, detail },
    { refresh: true },
  );
  logger.error({ problem }, 'invalid rulebook refused; the edition in effect stays in use');
  held.problem = problem;
}

async function followRegistry(options: StoreOptions, held: Held): Promise<void> {
  const { db, logger } = options;
  const proof = provenBy(options);
  const latest = await findLastApproved(db);
  held.waiting = (await listEditionStatuses(db)).find(({ state }) => state === 'proposed')?.edition ?? null;
  const { pinned, count, unproven: unsigned } = await readPin(db, proof.isProvenAct);
  const seen = [latest?.digest, pinned, count, unsigned].join();
  if (latest === undefined || seen === held.seen) return;
  const { applies, unproven } = await findApplying(db, proof);
  await raiseUnproven(db, unproven === null ? null : `${unproven} ${sayStays(applies?.number ?? held.edition)}`);
  held.unproven = unproven;
  if (applies === undefined) return;
  const { number, open } = await db.transaction().execute(async (trx) => {
    const stored = await storeEdition(trx, { content: applies.content, tzVersion: TZ_VERSION });
    // Other time-zone data moves dates as a law does.
    if (stored !== applies.number) {
      await moveEdition(trx, { digest: applies.digest, edition: stored });
      if (await hasOpenClock(trx)) await raiseChanged(trx, COMPARING, {});
    }
    return { number: stored, open: await isChangeOpen(trx) };
  });
  held.rulebook = makeRulebook(applies.content);
  logger.info({ edition: number, regimes: applies.content.regimes.length }, 'rulebook applied');
  // An unproven edition is checked again each time, until a person has dealt with it.
  Object.assign(held, {
    edition: number,
    isKnown: true,
    seen: unproven === null ? seen : null,
    compare: held.compare || open,
  });
}

/** An edition or a pin was written to the registry that two people have not signed, or with other content than they signed. */
async function raiseUnproven(db: Db, summary: string | null): Promise<void> {
  if (summary === null) return resolveAlert(db, { key: RULEBOOK_UNPROVEN });
  const row = { key: RULEBOOK_UNPROVEN, kind: RULEBOOK_UNPROVEN, noticeId: null, summary };
  return raiseAlert(db, row, { refresh: true });
}

function provenBy({ db, shipped, signer }: StoreOptions): EditionProof {
  if (signer === undefined) return UNCHECKED;
  // The law of the present release needs no signature, so that an adoption outlives the key that signed it.
  const isAdopted = (digest: string, adoption: SignedAdoption | null) =>
    (adoption !== null && signer.isProvenAdoption(digest, adoption)) || digestOfLaw(shipped()) === digest;
  return {
    isProvenEdition: async ({ digest, adopted, adoption }) =>
      (adopted && isAdopted(digest, adoption)) || isProvenEdition(digest, await listEditionActs(db, digest), signer),
    isProvenAct: signer.isProvenAct,
  };
}

const FOLDERS = ['', 'regimes', 'calendars', TEXTS_FOLDER] as const;

function computeFolderStamp(dir: string): string {
  return FOLDERS.flatMap((folder) => stampsIn(dir, folder)).join('\n');
}

function stampsIn(dir: string, folder: string): string[] {
  try {
    const names = readdirSync(join(dir, folder), { recursive: folder !== '', encoding: 'utf8' });
    return names
      .filter(isRulebookFile)
      .sort()
      .map((name) => {
        const { size, mtimeMs } = statSync(join(dir, folder, name));
        return `${folder}/${name} ${size} ${mtimeMs}`;
      });
  } catch {
    return [`${folder} cannot be read`]; // Loading the rulebook will report what is wrong.
  }
}
