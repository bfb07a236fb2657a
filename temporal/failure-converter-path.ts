import { fileURLToPath } from 'node:url';

/** The module that the workflow bundle and every process load to seal failures. */
export const FAILURE_CONVERTER_PATH = fileURLToPath(new URL('./failure-converter.js', import.meta.url));
