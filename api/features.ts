import { law } from '../features/law/api/index.js';
import { portal } from '../features/portal/api/index.js';
import { publishing } from '../features/publishing/api/index.js';
import type { Feature } from './feature.js';

export const FEATURES: readonly Feature[] = [law, portal, publishing];
