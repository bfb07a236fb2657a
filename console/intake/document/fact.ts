import type { z } from 'zod';
import type { readListView } from '../../../contract/lists.js';

export type ReadDocument = NonNullable<z.infer<typeof readListView>['document']>;
export type ReadFact = ReadDocument['facts'][number];
export type FactPath = ReadFact['path'];

/** A fact read from a document, stored with the draft. It needs a person's confirmation before filing. */
export interface DraftFact extends ReadFact {
  file: string;
  /** Whether the document is a spreadsheet, whose pages are sheets. */
  inSheets: boolean;
  confirmed: boolean;
}
