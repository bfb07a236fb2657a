import type { Lane } from '../../domain/target/lane.js';
import { LISTED_LANES } from '../../domain/letter/letter.js';
import type { SubmissionLetter } from '../../domain/submission/submission.js';
import type { NoticeRow } from '../../registry/notice/notices.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import type { CommandBody } from '../../contract/commands.js';
import { toChecklist } from '../intake/checklist.js';

type ByLane = Partial<Record<Lane, number>>;

/** What people have put into the letters, with what the paper lacks; null where there is nothing of either. */
export function toSubmissionLetter(
  rulebook: Rulebook,
  { row, byLane, letter }: { row: NoticeRow; byLane: ByLane; letter: CommandBody<'submit'>['letter'] },
): SubmissionLetter | null {
  const sent = letter === undefined ? null : toLetter(letter);
  const missing = missingFor(rulebook, row, byLane);
  return missing.length === 0 ? sent : { ...(sent ?? { language: 'en', fields: {} }), missing };
}

/** Sentences of the regime's checklist for what triage did not find in the paper; only letters that refuse or ask name them. */
function missingFor(rulebook: Rulebook, row: NoticeRow, byLane: ByLane): string[] {
  if (!LISTED_LANES.some((lane) => (byLane[lane] ?? 0) > 0)) return [];
  return toChecklist(rulebook, row)
    .filter(({ answer }) => answer === 'missing')
    .map(({ sentence }) => sentence);
}

function toLetter({ language, fields: { salutation, remarks } }: NonNullable<CommandBody<'submit'>['letter']>) {
  return {
    language,
    fields: { ...(salutation === undefined ? {} : { salutation }), ...(remarks === undefined ? {} : { remarks }) },
  };
}
