import type { Feature } from '../../../api/feature.js';
import { registerPublicationsRoutes } from './routes/publications.js';
import { registerStatements } from './routes/statements.js';

/** Notices to Lumen, public statements, statements of reasons (docs/working/counsel.md). */
export const publishing: Feature = {
  openPath: 'statements',
  registerRoutes(app, context) {
    registerPublicationsRoutes(app, context);
    registerStatements(app, context);
  },
};
