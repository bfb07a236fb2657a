import type { Api, ApiContext } from '../../context.js';
import { registerGetCheckpoint } from './checkpoint.js';
import { registerListAudit } from './list.js';
import { registerGetAuditProof } from './proof.js';

export function registerAuditRoutes(app: Api, context: ApiContext): void {
  registerListAudit(app, context);
  registerGetCheckpoint(app, context);
  registerGetAuditProof(app, context);
}
