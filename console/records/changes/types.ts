import type { z } from 'zod';
import type { changeView } from '../../../contract/people/admin.js';

export type Change = z.infer<typeof changeView>;
