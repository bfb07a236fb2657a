import type { z } from 'zod';
import type { attentionView, overviewView, releasesView } from '../../contract/ops.js';

/** One reason to look, as the desk answers it. */
export type AttentionItem = z.infer<typeof attentionView>;
/** How the desk runs: read every few seconds, also while the engine is away. */
export type Overview = z.infer<typeof overviewView>;
/** Which releases run, and what is on which. */
export type Releases = z.infer<typeof releasesView>;
