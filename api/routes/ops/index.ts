import type { Api, ApiContext } from '../../context.js';
import { registerListAlerts } from './alerts.js';
import { registerOpsOverview } from './overview.js';
import { registerConfirmPause, registerPauseEnforcement, registerResumeEnforcement } from './pause-enforcement.js';
import { registerRebuildAll } from './rebuild-all.js';
import { registerReconciler } from './reconciler.js';
import { registerConfirmPromotion, registerListReleases, registerPromoteRelease } from './releases.js';
import { registerRepair } from './repair.js';

export function registerOpsRoutes(app: Api, context: ApiContext): void {
  registerListAlerts(app, context);
  registerOpsOverview(app, context);
  registerReconciler(app, context);
  registerListReleases(app, context);
  registerPromoteRelease(app, context);
  registerConfirmPromotion(app, context);
  registerRepair(app, context);
  registerRebuildAll(app, context);
  registerPauseEnforcement(app, context);
  registerConfirmPause(app, context);
  registerResumeEnforcement(app, context);
}
