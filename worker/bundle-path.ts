import { fileURLToPath } from 'node:url';

export const BUNDLE_PATH = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
