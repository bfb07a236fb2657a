import type { Api, ApiContext } from '../../context.js';
import { registerListWebhooks } from './list.js';
import { registerReplayWebhooks } from './replay.js';

export function registerWebhooksRoutes(app: Api, context: ApiContext): void {
  registerListWebhooks(app, context);
  registerReplayWebhooks(app, context);
}
