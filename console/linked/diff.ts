import type { z } from 'zod';
import type { listDiffView } from '../../contract/lists.js';

export type Diff = z.infer<typeof listDiffView>;
export const PARTS = ['added', 'dropped', 'unchanged'] as const;
export type DiffPart = (typeof PARTS)[number];
