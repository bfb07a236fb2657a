import type { z } from 'zod';
import type { readListView } from '../../../contract/lists.js';

/** What the desk read from a paper, as the answer to it has it. */
export type ReadPaper = NonNullable<z.infer<typeof readListView>['paper']>;
/** One fact that a paper says. */
export type Fact = ReadPaper['facts'][number];
export type FactPath = Fact['path'];

/** What a paper said, kept with the draft. It fills nothing for good before a person has checked it. */
export interface DraftFact extends Fact {
  file: string;
  /** Whether its pages are sheets. */
  inSheets: boolean;
  confirmed: boolean;
}
