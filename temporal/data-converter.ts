import type { DataConverter } from '@temporalio/common';
import { FAILURE_CONVERTER_PATH } from './failure-converter-path.js';
import { createPayloadCodec, type CodecOptions } from './payload-codec.js';

/** How everything that goes to Temporal is written; the same on client, workers and replay. */
export function createDataConverter(options: CodecOptions): DataConverter {
  return { payloadCodecs: [createPayloadCodec(options)], failureConverterPath: FAILURE_CONVERTER_PATH };
}
