import type { Api, ApiContext } from '../../context.js';
import { takeLongNotices } from '../../notice-body.js';
import { registerAddTargets } from './add-targets.js';
import { registerNoticeActs } from './acts.js';
import { registerGetBundle } from './bundle.js';
import { registerNoticeCharts } from './charts.js';
import { registerCommands } from './commands.js';
import { registerConversations } from './conversations.js';
import { registerCreateNotice } from './create.js';
import { registerDocuments } from './documents.js';
import { registerEnforcement } from './enforcement.js';
import { registerReadNotices } from './list.js';
import { registerLetters } from './letters.js';
import { registerNoticeLists, registerUploads } from './lists.js';
import { registerPresence } from '../presence/index.js';
import { registerProposals } from './proposals.js';
import { registerSender } from './sender.js';
import { registerTriage } from './triage.js';

export function registerNoticesRoutes(app: Api, context: ApiContext): void {
  app.decorateRequest('admitted', null);
  takeLongNotices(app, (scope) => registerCreateNotice(scope, context));
  registerReadNotices(app, context);
  registerNoticeLists(app, context);
  registerDocuments(app, context);
  registerAddTargets(app, context);
  registerUploads(app, context);
  registerSender(app, context);
  registerTriage(app, context);
  registerLetters(app, context);
  registerGetBundle(app, context);
  registerPresence(app, context);
  registerEnforcement(app, context);
  registerCommands(app, context);
  registerNoticeActs(app, context);
  registerProposals(app, context);
  registerNoticeCharts(app, context);
  registerConversations(app, context);
}
