import type { DataConverter } from '@temporalio/common';
import { FAILURE_CONVERTER_PATH } from './failure-converter-path.js';
import { createPayloadCodec, type CodecOptions } from './payload-codec.js';

/** Creates the data converter; client, workers and replay must use the same one. */
export function createDataConverter(options: CodecOptions): DataConverter {
  return { payloadCodecs: [createPayloadCodec(options)], failureConverterPath: FAILURE_CONVERTER_PATH };
}
