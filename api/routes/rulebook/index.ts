import type { Api, ApiContext } from '../../context.js';
import { registerApproveRevision, registerWithdrawRevision } from './decide-revision.js';
import { registerDiffRulebook } from './diff.js';
import { registerApproveEdition, registerListEditions, registerRefuseEdition } from './editions.js';
import { registerGetProposal } from './get-proposal.js';
import { registerGetPendingRevision } from './get-pending.js';
import { registerGetRegime } from './get-regime.js';
import { registerGetRevision } from './get-revision.js';
import { registerListLetterLanguages } from './letter-languages.js';
import { registerListGrounds } from './list-grounds.js';
import { registerListRegimes } from './list-regimes.js';
import {
  registerCorrectLawIncident,
  registerGetLawIncident,
  registerListLawIncidents,
  registerRecordLawIncident,
} from './law-incidents.js';
import { registerListLawReviews, registerReviewLaw } from './law-reviews.js';
import { registerChangelog } from './changelog.js';
import { registerListRevisions } from './list-revisions.js';
import { registerProposeRevision } from './propose-revision.js';

const ROUTES = [
  registerListRegimes,
  registerGetProposal,
  registerGetRegime,
  registerListGrounds,
  registerListLetterLanguages,
  registerDiffRulebook,
  registerGetPendingRevision,
  registerProposeRevision,
  registerListRevisions,
  registerGetRevision,
  registerApproveRevision,
  registerWithdrawRevision,
  registerListEditions,
  registerApproveEdition,
  registerRefuseEdition,
  registerChangelog,
  registerListLawReviews,
  registerReviewLaw,
  registerListLawIncidents,
  registerRecordLawIncident,
  registerGetLawIncident,
  registerCorrectLawIncident,
];

export function registerRulebookRoutes(app: Api, context: ApiContext): void {
  for (const register of ROUTES) register(app, context);
}
