import type { Api, ApiContext } from '../../context.js';
import { registerListOutbox } from './list.js';

export function registerOutboxRoutes(app: Api, context: ApiContext): void {
  registerListOutbox(app, context);
}
