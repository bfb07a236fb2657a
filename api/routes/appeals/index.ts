import type { Api, ApiContext } from '../../context.js';
import { registerGetAppeal, registerGetAppealDocument, registerListAppeals } from './read.js';
import { registerDecideAppeal, registerFileAppeal } from './write.js';
import { registerAppealPage } from './page.js';

export function registerAppealsRoutes(app: Api, context: ApiContext): void {
  registerFileAppeal(app, context);
  registerListAppeals(app, context);
  registerGetAppeal(app, context);
  registerGetAppealDocument(app, context);
  registerDecideAppeal(app, context);
  registerAppealPage(app, context);
}
