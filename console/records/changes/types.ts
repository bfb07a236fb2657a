import type { z } from 'zod';
import type { changeConfirmed, changeView } from '../../../contract/people/admin.js';

export type Change = z.infer<typeof changeView>;
export type ConfirmedChange = z.infer<typeof changeConfirmed>;
