import type { z } from 'zod';
import type { rebuiltView } from '../../contract/repair.js';
import type { alertView, overviewView, releasesView } from '../../contract/ops.js';

export type Rebuilt = z.infer<typeof rebuiltView>;
export type AlertItem = z.infer<typeof alertView>;
/** System health; answered even while Temporal is unreachable. */
export type Overview = z.infer<typeof overviewView>;
export type ReleasesView = z.infer<typeof releasesView>;
