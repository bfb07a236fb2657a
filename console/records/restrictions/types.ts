import type { z } from 'zod';
import type { restrictionView, unsupportedView } from '../../../contract/restrictions.js';

export type Restriction = z.infer<typeof restrictionView>;
export type Unsupported = z.infer<typeof unsupportedView>;
