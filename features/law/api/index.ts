import type { Feature } from '../../../api/feature.js';
import { registerLawPages } from './routes.js';

/** Public pages of the law (docs/law/rulebook.md). */
export const law: Feature = { openPath: 'law', registerRoutes: registerLawPages };
