import type { Api, ApiContext } from '../../context.js';
import { registerDecideAppeal } from './decide.js';
import { registerFileAppeal } from './file.js';
import { registerGetAppeal, registerGetAppealDocument } from './get.js';
import { registerListAppeals } from './list.js';
import { registerAppealPage } from './page.js';

export function registerAppealsRoutes(app: Api, context: ApiContext): void {
  registerFileAppeal(app, context);
  registerListAppeals(app, context);
  registerGetAppeal(app, context);
  registerGetAppealDocument(app, context);
  registerDecideAppeal(app, context);
  registerAppealPage(app, context);
}
