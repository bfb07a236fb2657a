import { fileURLToPath } from 'node:url';

/** Where the build leaves the workflow bundle, and where workers find it. */
export const BUNDLE_PATH = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
