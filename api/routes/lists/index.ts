import type { Api, ApiContext } from '../../context.js';
import { registerReadList } from './read.js';

export function registerListsRoutes(app: Api, context: ApiContext): void {
  registerReadList(app, context);
}
