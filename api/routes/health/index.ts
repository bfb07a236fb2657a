import type { Api, ApiContext } from '../../context.js';
import { registerHealthz } from './alive.js';
import { registerReadyz } from './ready.js';

export function registerHealthRoutes(app: Api, context: ApiContext): void {
  registerHealthz(app);
  registerReadyz(app, context);
}
