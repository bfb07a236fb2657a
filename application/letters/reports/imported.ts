import type { z } from 'zod';
import type { importedQuery, importedReport } from '../../../contract/publishing/imported.js';
import { countImported } from '../../../registry/reports/imported.js';
import { invalid } from '../../refusal.js';
import type { Services } from '../../services.js';

/** Imported cases stand apart from every other report: the desk neither received nor decided them. */
export async function reportImported(
  { db }: Pick<Services, 'db'>,
  { from, to }: z.output<typeof importedQuery>,
): Promise<z.input<typeof importedReport>> {
  const span = { from: new Date(from), to: new Date(to) };
  if (span.to <= span.from) throw invalid('/query/to', 'Give an end after the beginning.');
  const rows = await countImported(db, span);
  return {
    items: rows.map(({ authority: name, country, ...row }) => ({ ...row, authority: { name, country } })),
  };
}
