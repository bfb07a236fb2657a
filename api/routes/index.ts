import type { Api, ApiContext } from '../context.js';
import { FEATURES } from '../features.js';
import { registerAppealsRoutes } from './appeals/index.js';
import { registerAuditRoutes } from './audit/index.js';
import { registerAuthRoutes } from './auth/index.js';
import { registerAuthoritiesRoutes } from './authorities/index.js';
import { registerChangesRoutes } from './changes/index.js';
import { registerCodecRoutes } from './codec/index.js';
import { registerEventsRoutes } from './events/index.js';
import { registerGoldenItemsRoutes } from './golden-items/index.js';
import { registerHealthRoutes } from './health/index.js';
import { registerImportsRoutes } from './imports/index.js';
import { registerInboundRoutes } from './inbound/index.js';
import { registerKeysRoutes } from './keys/index.js';
import { registerListsRoutes } from './lists/index.js';
import { registerMeRoutes } from './me/index.js';
import { registerMetricsRoutes } from './metrics/index.js';
import { registerNoticesRoutes } from './notices/index.js';
import { registerOpsRoutes } from './ops/index.js';
import { registerOutboxRoutes } from './outbox/index.js';
import { registerPasskeysRoutes } from './passkeys/index.js';
import { registerPeopleRoutes } from './people/index.js';
import { registerPresenceRoutes } from './presence/index.js';
import { registerReceiptKeysRoutes } from './receipt-keys/index.js';
import { registerReportsRoutes } from './reports/index.js';
import { registerRestrictionsRoutes } from './restrictions/index.js';
import { registerRetentionRoutes } from './retention/index.js';
import { registerRulebookRoutes } from './rulebook/index.js';
import { registerSearchRoutes } from './search/index.js';
import { registerSecondReviewsRoutes } from './second-reviews/index.js';
import { registerSessionsRoutes } from './sessions/index.js';
import { registerStatsRoutes } from './stats/index.js';
import { registerSubscribersRoutes } from './subscribers/index.js';
import { registerViewsRoutes } from './views/index.js';
import { registerWebhooksRoutes } from './webhooks/index.js';

const FOLDERS = [
  // Metrics come first: their hook times every other route.
  registerMetricsRoutes,
  registerHealthRoutes,
  registerAuthRoutes,
  registerSessionsRoutes,
  registerMeRoutes,
  registerPasskeysRoutes,
  registerNoticesRoutes,
  registerSecondReviewsRoutes,
  registerGoldenItemsRoutes,
  registerSearchRoutes,
  registerListsRoutes,
  registerImportsRoutes,
  registerInboundRoutes,
  registerPresenceRoutes,
  registerViewsRoutes,
  registerAppealsRoutes,
  registerRestrictionsRoutes,
  registerReceiptKeysRoutes,
  registerEventsRoutes,
  registerStatsRoutes,
  registerReportsRoutes,
  registerRulebookRoutes,
  registerOpsRoutes,
  registerCodecRoutes,
  registerWebhooksRoutes,
  registerSubscribersRoutes,
  registerRetentionRoutes,
  registerAuditRoutes,
  registerAuthoritiesRoutes,
  registerPeopleRoutes,
  registerKeysRoutes,
  registerChangesRoutes,
  registerOutboxRoutes,
];

export function registerRoutes(app: Api, context: ApiContext): void {
  for (const register of FOLDERS) register(app, context);
  for (const feature of FEATURES) feature.registerRoutes(app, context);
}
