import type { Api, ApiContext } from '../../context.js';
import { registerDeleteView } from './delete.js';
import { registerListViews } from './list.js';
import { registerSaveView } from './save.js';

export function registerViewsRoutes(app: Api, context: ApiContext): void {
  registerListViews(app, context);
  registerSaveView(app, context);
  registerDeleteView(app, context);
}
