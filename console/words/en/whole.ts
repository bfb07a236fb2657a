import causes from './causes.json' with { type: 'json' };
import { en } from './index.js';

/** Every text in English. */
export const english = { ...en, causes };
