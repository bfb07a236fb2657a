import type { LetterEffect } from '../../domain/command/effect.js';
import { isActingLane, type Lane } from '../../domain/target/lane.js';
import type { TargetStatus } from '../../domain/target/target.js';
import type { Connection } from '../db.js';
import { countSkipped, countStandings, countTargets } from '../target/ledger.js';
import {
  countLaneTargets,
  findReportSent,
  findWithheldCountries,
  listLaneGrounds,
  listLaneTargets,
  type LaneTargets,
  type LetterContext,
  type LetterLines,
} from './letters.js';
import {
  annexRows,
  LetterError,
  LISTED_TARGETS,
  renderLetter,
  type EffectCounts,
  type LetterBase,
} from '../../rulebook/letters.js';
import type { AnnexRow } from './tables.js';

export interface LetterText {
  subject: string;
  text: string;
  language: string;
  counts: Record<string, number> | null;
  /** All items, where the text names the first of them only. */
  annex: AnnexRow[] | null;
}

/** Items read at a time for an annex. */
const ANNEX_PAGE = 5_000;

export interface Writing {
  noticeId: string;
  effect: Pick<LetterEffect, 'letter' | 'submission' | 'dialogue'>;
  context: LetterContext;
  serviceName: string;
  /** Before it is sent: as if everything that is decided had been done, drafts too where the effect names no submission. */
  ahead?: boolean;
}

/** Writes one letter from the registry as it stands, or as it would be if it were sent. */
export async function writeLetter(db: Connection, writing: Writing): Promise<LetterText> {
  const { effect, context, noticeId, ahead = false } = writing;
  const language = context.letter?.language ?? 'en';
  const base = toBase(writing);
  switch (effect.letter) {
    case 'push_back':
    case 'clarification': {
      const lane = effect.letter === 'push_back' ? 'push_back' : 'clarify';
      const lines: LetterLines =
        ahead && effect.submission === null ? 'drafts' : { submission: effect.submission ?? 0 };
      const chosen = { noticeId, lines, lane } as const;
      const targets = await listLaneTargets(db, { ...chosen, afterNo: 0, limit: LISTED_TARGETS });
      const [total, grounds] = [await countLaneTargets(db, chosen), await listLaneGrounds(db, chosen)];
      const written = renderLetter({ kind: effect.letter, language, data: { ...base, targets, total, grounds } });
      const annexed = total > LISTED_TARGETS && !ahead;
      return { ...written, counts: null, annex: annexed ? await writeAnnex(db, chosen, written.language) : null };
    }
    case 'report_of_effect': {
      const rows = await countStandings(db, noticeId);
      const counts = toCounts(ahead ? rows.map(asDone) : rows);
      const { countries, same } = await findWithheldCountries(db, {
        noticeId,
        statuses: ahead ? [...AHEAD, 'applied'] : ['applied'],
      });
      const before = ahead ? undefined : await findReportSent(db, { noticeId, submission: effect.submission });
      const data = {
        ...base,
        counts: { ...toEffectCounts(counts), total: await countTargets(db, noticeId) },
        countries,
        sameCountries: same,
        givenUp: (counts['failed'] ?? 0) === 0 ? 0 : await countSkipped(db, noticeId),
        correctsSentAtMs: before?.getTime(),
        removedUnderOwnRules: counts['remove_rules'] ?? 0,
      };
      return { ...renderLetter({ kind: effect.letter, language, data }), counts, annex: null };
    }
    case 'dialogue_request': {
      const data = { ...base, ...(effect.dialogue ?? { with: '', subject: '', proposal: '' }) };
      return { ...renderLetter({ kind: effect.letter, language, data }), counts: null, annex: null };
    }
    case 'status_update': {
      const data = {
        ...base,
        stage: context.stage,
        targetCount: context.targets,
        decidedCount: context.targets - context.undecided,
      };
      return { ...renderLetter({ kind: effect.letter, language, data }), counts: null, annex: null };
    }
    case 'acknowledgement': {
      const data = { ...base, targetCount: context.targets };
      return { ...renderLetter({ kind: effect.letter, language, data }), counts: null, annex: null };
    }
    case 'user_notice':
      throw new LetterError('Users are told by the platform; the desk has neither text nor address for them.');
  }
}

function toBase({ context, serviceName }: Writing): LetterBase {
  return {
    serviceName,
    authorityName: context.authority,
    reference: context.reference,
    number: context.number,
    receivedAtMs: context.receivedAt.getTime(),
    zone: context.zone,
    fields: context.letter?.fields,
    missing: context.letter?.missing,
  };
}

/** Each target counted once: under what became of it where something was done, else under its decision. */
export function toCounts(
  rows: readonly { lane: Lane | null; status: TargetStatus; count: number }[],
): Record<string, number> {
  const counts: Record<string, number> = { targets: 0 };
  for (const { lane, status, count } of rows) {
    const name = countedAs(lane, status);
    counts[name] = (counts[name] ?? 0) + count;
    counts['targets'] = (counts['targets'] ?? 0) + count;
  }
  return counts;
}

/** Statuses of what is decided and not yet done. */
const AHEAD: readonly TargetStatus[] = ['drafted', 'submitted', 'approved'];

function asDone<Standing extends { status: TargetStatus }>(standing: Standing): Standing {
  return AHEAD.includes(standing.status) ? { ...standing, status: 'applied' } : standing;
}

function countedAs(lane: Lane | null, status: TargetStatus): string {
  if (status === 'failed' || status === 'restored') return status;
  if (lane === null || status === 'undecided' || status === 'drafted' || status === 'submitted') return 'undecided';
  return isActingLane(lane) && lane !== 'disclose' && status !== 'applied' ? 'pending' : lane;
}

/** The outcomes that the letter names. Their sum is compared with the ledger's own count when the letter is written. */
function toEffectCounts(counts: Record<string, number>): Omit<EffectCounts, 'total'> {
  const of = (name: string) => counts[name] ?? 0;
  return {
    withheld: of('withhold'),
    removed: of('remove_rules') + of('remove_law'),
    labelled: of('label'),
    preserved: of('preserve'),
    disclosed: of('disclose'),
    refused: of('push_back'),
    clarificationAsked: of('clarify'),
    notFound: of('not_found'),
    notTheTarget: of('not_the_target'),
    alreadyActioned: of('already_actioned'),
    failed: of('failed'),
    restored: of('restored'),
    pending: of('pending'),
    underReview: of('undecided'),
  };
}

/** All items of a letter, read page by page. */
async function writeAnnex(db: Connection, chosen: LaneTargets, language: string): Promise<AnnexRow[]> {
  const rows: AnnexRow[] = [];
  for (let afterNo = 0; ; ) {
    const targets = await listLaneTargets(db, { ...chosen, afterNo, limit: ANNEX_PAGE });
    rows.push(...annexRows(language, targets));
    const last = targets.at(-1);
    if (last === undefined || targets.length < ANNEX_PAGE) return rows;
    afterNo = last.no;
  }
}
