import type { Feature } from '../../../api/feature.js';
import { registerPublicationsRoutes, registerStatements } from './routes/publications.js';

/** Notices to Lumen, public statements, statements of reasons (docs/working/counsel.md). */
export const publishing: Feature = {
  openPath: 'statements',
  registerRoutes(app, context) {
    registerPublicationsRoutes(app, context);
    registerStatements(app, context);
  },
};
