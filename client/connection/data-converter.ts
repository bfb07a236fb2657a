import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec, type CodecOptions } from './payload-codec.js';

export const FAILURE_CONVERTER_PATH = fileURLToPath(new URL('./failure-converter.js', import.meta.url));

/** Creates the data converter; client, workers and replay must use the same one. */
export function createDataConverter(options: CodecOptions): DataConverter {
  return { payloadCodecs: [createPayloadCodec(options)], failureConverterPath: FAILURE_CONVERTER_PATH };
}
