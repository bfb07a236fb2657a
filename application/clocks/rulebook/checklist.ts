import type { NoticeRow } from '../../../registry/notices/notices.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';

/** Returns what the notice's law version requires an order to contain, with the answers of triage. */
export function toChecklist(rulebook: Rulebook, row: Pick<NoticeRow, 'regime_id' | 'regime_version' | 'checklist'>) {
  const version = rulebook.regimeById(row.regime_id)?.versions.find(({ version: name }) => name === row.regime_version);
  return (version?.contents ?? []).map(({ id, asks, sentence, lack, source, confidence, citation }) => ({
    id,
    asks,
    answer: row.checklist[id] ?? null,
    sentence,
    lack,
    source,
    confidence,
    ...(citation === undefined ? {} : { citation }),
  }));
}
