import type { Api, ApiContext } from '../../context.js';
import { registerEvents } from './stream.js';

export function registerEventsRoutes(app: Api, context: ApiContext): void {
  registerEvents(app, context);
}
