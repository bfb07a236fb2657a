import type { z } from 'zod';
import type {
  differenceView,
  lawChangeView,
  pendingRevisionView,
  regimeVersionView,
  revisionPage,
  revisionView,
} from '../../../contract/rulebook/rulebook.js';
import type { editionView } from '../../../contract/rulebook/edition.js';
import type { lawIncidentPage, lawIncidentView, lawReviewView } from '../../../contract/rulebook/review.js';
import type { lawDraftView } from '../../../contract/rulebook/watch.js';

export type LawDraft = z.infer<typeof lawDraftView>;
export type LawReview = z.infer<typeof lawReviewView>;
export type LawIncident = z.infer<typeof lawIncidentView>;
export type LawIncidentPage = z.infer<typeof lawIncidentPage>;
export type Version = z.infer<typeof regimeVersionView>;
export type LawChange = z.infer<typeof lawChangeView>;
export type LawDifference = z.infer<typeof differenceView>;
export type Pending = z.infer<typeof pendingRevisionView>;
export type Revision = z.infer<typeof revisionView>;
export type Edition = z.infer<typeof editionView>;
export type RevisionPage = z.infer<typeof revisionPage>;

type AheadMove = Pending['items'][number];
export type Move = Omit<AheadMove, 'why'> & { why?: AheadMove['why']; state?: RevisionPage['items'][number]['state'] };

export type Sourced = Pick<Version['inForce'], 'source' | 'confidence' | 'reviewer' | 'citation' | 'provision'>;

export interface Law {
  id: string;
  title: string;
  jurisdiction: string;
  versions: Version[];
}
