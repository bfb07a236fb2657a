import type { DecisionAction } from '../../domain/targets/decision-action.js';
import { LISTED_ACTIONS } from '../../domain/letters/letter.js';
import { findNoticeLaw } from '../../rulebook/consequence.js';
import type { SubmissionLetter } from '../../domain/submissions/submission.js';
import type { NoticeRow } from '../../registry/notices/notices.js';
import { POLICY_DEFAULT, type Rulebook } from '../../rulebook/rulebook.js';
import type { CommandBody } from '../../contract/commands.js';
import { toDomainOffer } from './proposals/proposals.js';
import { toChecklist } from '../clocks/rulebook/checklist.js';

type ByAction = Partial<Record<DecisionAction, number>>;

/**
 * Collects what people wrote into the letters, with the points missing from the order and the law cited; null if there
 * is none of these.
 */
export function toSubmissionLetter(
  rulebook: Rulebook,
  { row, byAction, letter }: { row: NoticeRow; byAction: ByAction; letter: CommandBody<'submit'>['letter'] },
): SubmissionLetter | null {
  const sent = letter === undefined ? null : toLetter(letter, row.language);
  const missing = missingFor(rulebook, row, byAction);
  const law = findLetterLaw(rulebook, row);
  if (missing.length === 0 && law === null) return sent;
  return {
    ...(sent ?? { language: row.language, fields: {} }),
    ...(missing.length === 0 ? {} : { missing }),
    ...(law === null ? {} : { law, ...findForms(rulebook, row) }),
  };
}

function findLetterLaw(rulebook: Rulebook, row: NoticeRow): NonNullable<SubmissionLetter['law']> | null {
  const regime = rulebook.regimeById(row.regime_id);
  const version = regime?.versions.find(({ version: name }) => name === row.regime_version);
  if (regime === undefined || version === undefined || regime.id === POLICY_DEFAULT) return null;
  return { title: version.title, inForceFrom: version.inForceFrom };
}

function findForms(rulebook: Rulebook, row: NoticeRow): Pick<SubmissionLetter, 'forms'> {
  const version = findNoticeLaw(rulebook, row);
  const names = version?.formalities?.form?.forms;
  if (version === undefined || names === undefined) return {};
  return { forms: { regime: version.id, countries: version.countries, names } };
}

function missingFor(rulebook: Rulebook, row: NoticeRow, byAction: ByAction): string[] {
  if (!LISTED_ACTIONS.some((action) => (byAction[action] ?? 0) > 0)) return [];
  return toChecklist(rulebook, row)
    .filter(({ answer }) => answer === 'missing')
    .map(({ sentence }) => sentence);
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
