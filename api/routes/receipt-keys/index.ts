import type { Api, ApiContext } from '../../context.js';
import { registerListReceiptKeys } from './list.js';

export function registerReceiptKeysRoutes(app: Api, context: ApiContext): void {
  registerListReceiptKeys(app, context);
}
