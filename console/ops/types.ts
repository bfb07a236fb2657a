import type { z } from 'zod';
import type { alertView, overviewView, releasesView } from '../../contract/ops.js';

export type AlertItem = z.infer<typeof alertView>;
/** System health; answered even while Temporal is unreachable. */
export type Overview = z.infer<typeof overviewView>;
export type ReleasesView = z.infer<typeof releasesView>;
