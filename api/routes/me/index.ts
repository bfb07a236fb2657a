import type { Api, ApiContext } from '../../context.js';
import { registerGetMe } from './get.js';
import { registerGetSettings, registerPutSettings } from './settings.js';

export function registerMeRoutes(app: Api, context: ApiContext): void {
  registerGetMe(app);
  registerGetSettings(app, context);
  registerPutSettings(app, context);
}
