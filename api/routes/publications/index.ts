import type { Api, ApiContext } from '../../context.js';
import { registerJudgeLumen, registerJudgePublicStatement, registerJudgeReasons } from './judge.js';
import { registerDraftLumen, registerGetLumen, registerSettleLumen } from './lumen.js';
import { registerPublicStatements } from './public-pages.js';
import { registerDraftPublicStatement, registerGetPublicStatement } from './public-statement.js';

export function registerPublicationsRoutes(app: Api, context: ApiContext): void {
  registerJudgeReasons(app, context);
  registerGetLumen(app, context);
  registerDraftLumen(app, context);
  registerSettleLumen(app, context);
  registerJudgeLumen(app, context);
  registerGetPublicStatement(app, context);
  registerDraftPublicStatement(app, context);
  registerJudgePublicStatement(app, context);
  registerPublicStatements(app, context);
}
