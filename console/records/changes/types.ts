import type { z } from 'zod';
import type { changeView } from '../../../contract/people/admin.js';

export type AdministrationChange = z.infer<typeof changeView>;
