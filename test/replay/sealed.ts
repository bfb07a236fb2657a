import { createHash } from 'node:crypto';
import type { DataConverter } from '@temporalio/common';
import { createKeyWrap } from '../../client/connection/key-wrap.js';
import { createPayloadCodec } from '../../client/connection/payload-codec.js';

/** Encrypts recordings with a public key phrase: they contain no real notice. */
export function sealedConverter(): DataConverter {
  const key = createHash('sha256').update('recorded histories').digest();
  const wrap = createKeyWrap({ current: key.toString('base64'), former: [] });
  const keys = { wrap, make: () => wrap.wrap(key, 'recorded'), keyOf: async () => key };
  return { payloadCodecs: [createPayloadCodec({ keys, namespace: 'default' })] };
}
