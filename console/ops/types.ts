import type { z } from 'zod';
import type { attentionView, overviewView, releasesView } from '../../contract/ops.js';

export type AttentionItem = z.infer<typeof attentionView>;
/** System health; answered even while Temporal is unreachable. */
export type Overview = z.infer<typeof overviewView>;
export type ReleasesView = z.infer<typeof releasesView>;
