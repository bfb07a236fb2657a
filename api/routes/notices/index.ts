import type { Api, ApiContext } from '../../context.js';
import { takeLongNotices } from '../../notice-body.js';
import { registerAddTargets } from './add-targets.js';
import {
  registerBreakGlass,
  registerContestedRules,
  registerHold,
  registerNotifyUsers,
  registerReadReply,
} from './acts.js';
import { registerGetBundle } from './bundle.js';
import { registerCommands } from './commands.js';
import { registerCreateNotice } from './create.js';
import { registerAddDocument } from './documents.js';
import { registerGetDocument } from './documents/get.js';
import { registerEnforcement } from './enforcement.js';
import { registerGetNotice, registerListNotices } from './list.js';
import { registerListCorrespondence, registerPrintedLetters, registerPreviewLetters } from './letters.js';
import { registerNoticeLists, registerGetTargetHistory, registerSubmissions } from './lists.js';
import { registerPresence } from '../presence/index.js';
import { registerProposals } from './proposals.js';
import { registerSender } from './sender.js';
import { registerUploads } from './uploads.js';

export function registerNoticesRoutes(app: Api, context: ApiContext): void {
  app.decorateRequest('admitted', null);
  takeLongNotices(app, (scope) => registerCreateNotice(scope, context));
  registerListNotices(app, context);
  registerGetNotice(app, context);
  registerNoticeLists(app, context);
  registerGetTargetHistory(app, context);
  registerSubmissions(app, context);
  registerAddDocument(app, context);
  registerAddTargets(app, context);
  registerUploads(app, context);
  registerSender(app, context);
  registerListCorrespondence(app, context);
  registerPrintedLetters(app, context);
  registerPreviewLetters(app, context);
  registerGetDocument(app, context);
  registerGetBundle(app, context);
  registerPresence(app, context);
  registerEnforcement(app, context);
  registerCommands(app, context);
  registerBreakGlass(app, context);
  registerNotifyUsers(app, context);
  registerContestedRules(app, context);
  registerHold(app, context);
  registerProposals(app, context);
  registerReadReply(app, context);
}
