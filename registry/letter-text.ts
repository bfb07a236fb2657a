import type { LetterEffect } from '../domain/effect.js';
import type { GroundCode } from '../domain/ground.js';
import { isActingLane, type Lane } from '../domain/lane.js';
import type { TargetStatus } from '../domain/target.js';
import type { Connection } from './db.js';
import { countStandings } from './ledger.js';
import {
  findReportSent,
  listLaneTargets,
  listWithheldCountries,
  type LetterContext,
  type LetterLines,
} from './letters.js';
import { LetterError, renderLetter, type EffectCounts, type LetterBase } from '../rulebook/letters.js';

export interface LetterText {
  subject: string;
  text: string;
  language: string;
  counts: Record<string, number> | null;
}

/** A mail longer than this is read by nobody; the total says the rest. */
const LISTED_TARGETS = 200;

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
      const listed = await listLaneTargets(db, { noticeId, lines, lane, limit: LISTED_TARGETS });
      const targets = listed.targets.map((target) => ({ ...target, grounds: target.grounds as GroundCode[] }));
      const data = { ...base, targets, total: listed.total };
      return { ...renderLetter({ kind: effect.letter, language, data }), counts: null };
    }
    case 'report_of_effect': {
      const rows = await countStandings(db, noticeId);
      const counts = toCounts(ahead ? rows.map(asDone) : rows);
      const countries = await listWithheldCountries(db, {
        noticeId,
        statuses: ahead ? [...AHEAD, 'applied'] : ['applied'],
      });
      const before = ahead ? undefined : await findReportSent(db, { noticeId, submission: effect.submission });
      const data = {
        ...base,
        counts: toEffectCounts(counts),
        countries,
        correctsSentAtMs: before?.getTime(),
        removedUnderOwnRules: counts['remove_rules'] ?? 0,
      };
      return { ...renderLetter({ kind: effect.letter, language, data }), counts };
    }
    case 'dialogue_request': {
      const data = { ...base, ...(effect.dialogue ?? { with: '', subject: '', proposal: '' }) };
      return { ...renderLetter({ kind: effect.letter, language, data }), counts: null };
    }
    case 'status_update': {
      const data = {
        ...base,
        stage: context.stage,
        targetCount: context.targets,
        decidedCount: context.targets - context.undecided,
      };
      return { ...renderLetter({ kind: effect.letter, language, data }), counts: null };
    }
    case 'acknowledgement': {
      const data = { ...base, targetCount: context.targets };
      return { ...renderLetter({ kind: effect.letter, language, data }), counts: null };
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

/** The outcomes that the letter names, and their sum. */
function toEffectCounts(counts: Record<string, number>): EffectCounts {
  const of = (name: string) => counts[name] ?? 0;
  const outcomes = {
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
  };
  return { ...outcomes, total: Object.values(outcomes).reduce((sum, count) => sum + count, 0) };
}
