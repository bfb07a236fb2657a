import type { NoticeRow } from '../../../registry/notices/notices.js';
import { suggestAnswer } from '../../../domain/duties/intake.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';

type Checked = Pick<NoticeRow, 'regime_id' | 'regime_version' | 'checklist' | 'language'>;

/**
 * Returns what the notice's law version requires an order to contain, with the answers of triage. `declared`: languages
 * that the company has declared.
 */
export function toChecklist(rulebook: Rulebook, row: Checked, declared: readonly string[] = []) {
  const version = rulebook.regimeById(row.regime_id)?.versions.find(({ version: name }) => name === row.regime_version);
  return (version?.contents ?? []).map(
    ({ id, asks, sentence, lack, source, confidence, citation, about, accepts }) => ({
      id,
      asks,
      answer: row.checklist[id] ?? null,
      sentence,
      lack,
      ...(about === undefined ? {} : { about }),
      suggested: suggestAnswer({ about, accepts }, { language: row.language, declared }),
      source,
      confidence,
      ...(citation === undefined ? {} : { citation }),
    }),
  );
}
