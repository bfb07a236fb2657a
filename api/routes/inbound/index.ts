import type { Api, ApiContext } from '../../context.js';
import { takeLongNotices } from '../../notice-body.js';
import { registerTakeInbound } from './accept.js';
import { registerJoinInbound, registerRejectInbound } from './decide.js';
import { registerListInbound } from './list.js';
import { registerGetRawInbound } from './raw.js';

export function registerInboundRoutes(app: Api, context: ApiContext): void {
  registerListInbound(app, context);
  takeLongNotices(app, (scope) => registerTakeInbound(scope, context));
  registerJoinInbound(app, context);
  registerRejectInbound(app, context);
  registerGetRawInbound(app, context);
}
