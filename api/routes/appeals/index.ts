import type { Api, ApiContext } from '../../context.js';
import { registerReadAppeals } from './read.js';
import { registerWriteAppeals } from './write.js';
import { registerAppealPage } from './page.js';

export function registerAppealsRoutes(app: Api, context: ApiContext): void {
  registerWriteAppeals(app, context);
  registerReadAppeals(app, context);
  registerAppealPage(app, context);
}
