import type { Api, ApiContext } from '../../context.js';
import { registerDecodePayloads } from './decode.js';

export function registerCodecRoutes(app: Api, context: ApiContext): void {
  registerDecodePayloads(app, context);
}
