import type { z } from 'zod';
import type { listDiffView } from '../../contract/lists.js';

export type Diff = z.infer<typeof listDiffView>;
export const LIST_DIFF_PARTS = ['added', 'dropped', 'unchanged'] as const;
export type DiffPart = (typeof LIST_DIFF_PARTS)[number];
