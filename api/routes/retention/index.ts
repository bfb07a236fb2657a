import type { Api, ApiContext } from '../../context.js';
import { registerPreviewRetention, registerRetentionRules } from './preview.js';
import { registerRunRetention } from './run.js';

export function registerRetentionRoutes(app: Api, context: ApiContext): void {
  registerPreviewRetention(app, context);
  registerRetentionRules(app, context);
  registerRunRetention(app, context);
}
