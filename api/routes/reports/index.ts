import type { Api, ApiContext } from '../../context.js';
import { registerDsaReport, registerDsaReportNotices } from './dsa.js';
import { registerTcoReport, registerTcoReportNotices } from './tco.js';
import { registerTransparencyNotices, registerTransparencyReport } from './transparency.js';
import { registerUnsupportedReport } from './unsupported.js';
import { registerUsReport } from './us.js';

export function registerReportsRoutes(app: Api, context: ApiContext): void {
  registerDsaReport(app, context);
  registerDsaReportNotices(app, context);
  registerTcoReport(app, context);
  registerTcoReportNotices(app, context);
  registerUsReport(app, context);
  registerTransparencyReport(app, context);
  registerTransparencyNotices(app, context);
  registerUnsupportedReport(app, context);
}
