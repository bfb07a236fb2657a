import type { Api, ApiContext } from '../../context.js';
import { registerListRestrictions } from './list.js';

export function registerRestrictionsRoutes(app: Api, context: ApiContext): void {
  registerListRestrictions(app, context);
}
