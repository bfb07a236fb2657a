import type { DecisionAction } from '../../domain/targets/decision-action.js';
import { LISTED_ACTIONS, type LetterKind } from '../../domain/letters/letter.js';
import { isVerified } from '../../domain/notices/sender.js';
import type { Connection } from '../../registry/db.js';
import { findLetterContext } from '../../registry/letters/letter-context.js';
import type { GroundCode } from '../../domain/targets/ground.js';
import { findLetterLaw } from '../../rulebook/letter-law.js';
import { findNoticeLaw } from '../../rulebook/consequence.js';
import type { SubmissionLetter } from '../../domain/submissions/submission.js';
import type { NoticeRow } from '../../registry/notices/notices.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import type { CommandBody } from '../../contract/commands.js';
import { toDomainOffer } from './proposals/proposals.js';
import { toChecklist } from '../clocks/rulebook/checklist.js';

interface Answering {
  row: NoticeRow;
  byAction: ByAction;
  grounds: readonly GroundCode[];
  letter: CommandBody<'submit'>['letter'];
}

type ByAction = Partial<Record<DecisionAction, number>>;

/**
 * Collects what people wrote into the letters, with the points missing from the order and the law cited; null if there
 * is none of these.
 */
export function toSubmissionLetter(
  rulebook: Rulebook,
  { row, byAction, grounds, letter }: Answering,
): SubmissionLetter | null {
  const missing = missingFor(rulebook, row, byAction);
  const law = findLetterLaw(rulebook, row, { grounds, lacking: missing.map(({ id }) => id) });
  const language = law?.language?.code ?? row.language;
  const sent = letter === undefined ? null : toLetter(letter, language);
  if (missing.length === 0 && law === null) return sent;
  return {
    ...(sent ?? { language, fields: {} }),
    ...(missing.length === 0 ? {} : { missing: missing.map(({ sentence }) => sentence) }),
    ...(law === null ? {} : { law, ...findForms(rulebook, row) }),
  };
}

function findForms(rulebook: Rulebook, row: NoticeRow): Pick<SubmissionLetter, 'forms'> {
  const version = findNoticeLaw(rulebook, row);
  const names = version?.formalities?.form?.forms;
  if (version === undefined || names === undefined) return {};
  return { forms: { regime: version.id, countries: version.countries, names } };
}

function missingFor(rulebook: Rulebook, row: NoticeRow, byAction: ByAction) {
  if (!LISTED_ACTIONS.some((action) => (byAction[action] ?? 0) > 0)) return [];
  return toChecklist(rulebook, row).filter(({ answer }) => answer === 'missing');
}

function toLetter(
  { language, fields: { salutation, remarks }, offer }: NonNullable<CommandBody<'submit'>['letter']>,
  ofNotice: string,
) {
  return {
    ...(offer === undefined ? {} : { offer: toDomainOffer(offer) }),
    language: language ?? ofNotice,
    fields: { ...(salutation === undefined ? {} : { salutation }), ...(remarks === undefined ? {} : { remarks }) },
  };
}

/** The authority learns of a restoration if it is proven and can be reached; the record keeps the rest. */
export async function listRestorationLetters(
  db: Connection,
  { row, now }: { row: NoticeRow; now: Date },
): Promise<LetterKind[]> {
  if (!isVerified(row.authenticity) || row.secrecy_level === 'canary') return [];
  const { recipient } = await findLetterContext(db, { noticeId: row.id, submission: null, now });
  return recipient === null ? [] : ['restoration'];
}
