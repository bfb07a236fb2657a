import type { z } from 'zod';
import type { appealView, appealWithDocuments } from '../../../contract/appeals.js';

export type Appeal = z.infer<typeof appealView>;
export type WholeAppeal = z.infer<typeof appealWithDocuments>;
