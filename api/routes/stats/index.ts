import type { Api, ApiContext } from '../../context.js';
import { registerGetStats } from './get.js';

export function registerStatsRoutes(app: Api, context: ApiContext): void {
  registerGetStats(app, context);
}
