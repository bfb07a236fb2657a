import type { Api, ApiContext } from '../../context.js';
import { registerListPresence } from './list.js';

export function registerPresenceRoutes(app: Api, context: ApiContext): void {
  registerListPresence(app, context);
}
