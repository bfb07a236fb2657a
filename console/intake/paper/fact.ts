import type { z } from 'zod';
import type { readListView } from '../../../contract/lists.js';

export type ReadPaper = NonNullable<z.infer<typeof readListView>['paper']>;
export type Fact = ReadPaper['facts'][number];
export type FactPath = Fact['path'];

/** A fact read from a document, stored with the draft. It needs a person's confirmation before filing. */
export interface DraftFact extends Fact {
  file: string;
  /** Whether the document is a spreadsheet, whose pages are sheets. */
  inSheets: boolean;
  confirmed: boolean;
}
