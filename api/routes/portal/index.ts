import type { Api, ApiContext } from '../../context.js';
import { registerPortal } from './portal.js';

export function registerPortalRoutes(app: Api, context: ApiContext): void {
  registerPortal(app, context);
}
