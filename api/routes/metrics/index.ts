import type { Api, ApiContext } from '../../context.js';
import { registerMetrics } from './get.js';

export function registerMetricsRoutes(app: Api, context: ApiContext): void {
  registerMetrics(app, context);
}
