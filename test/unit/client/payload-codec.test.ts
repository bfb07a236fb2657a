import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ApplicationFailure,
  defaultPayloadConverter,
  type Payload,
  type SerializationContext,
} from '@temporalio/common';
import { decodeFailure, encodeFailure } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import proto from '@temporalio/proto';
import { failureConverter } from '../../../client/connection/failure-converter.js';
import { createKeyWrap, KeyLost, seal } from '../../../client/connection/key-wrap.js';
import type { NoticeKeys } from '../../../client/connection/notice-keys.js';
import { createPayloadCodec, openPayload, SEALED_ENCODING } from '../../../client/connection/payload-codec.js';
import { runs } from '../../support/jest/cases.js';

const A = '018f0000-0000-7000-8000-00000000000a';
const B = '018f0000-0000-7000-8000-00000000000b';
const LOST = '018f0000-0000-7000-8000-00000000000d';
const NOBODYS = '018f0000-0000-7000-8000-00000000000e';

function someKeys(): NoticeKeys {
  const keys = new Map<string, Buffer | undefined>([
    [NOBODYS, undefined],
    [A, randomBytes(32)],
    [B, randomBytes(32)],
  ]);
  return {
    wrap: createKeyWrap({ current: randomBytes(32).toString('base64'), former: [] }),
    make: async () => {
      throw new Error('not here');
    },
    async keyOf(noticeId) {
      if (!keys.has(noticeId)) throw new KeyLost('gone');
      return keys.get(noticeId);
    },
  };
}

const of = (noticeId: string, namespace = 'default'): SerializationContext => ({
  type: 'workflow',
  namespace,
  workflowId: `notice-${noticeId}`,
});

const encodePayload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const decodePayload = (payload: Payload | undefined): unknown =>
  payload === undefined ? undefined : defaultPayloadConverter.fromPayload(payload);

function aCodec() {
  const refused: [string | null, string][] = [];
  const codec = createPayloadCodec({
    keys: someKeys(),
    namespace: 'default',
    onRefused: (noticeId, why) => refused.push([noticeId, why]),
  });
  return { codec, refused };
}

describe('payload codec: encoding', () => {
  test('decodes any value to what was encoded', async () => {
    const { codec } = aCodec();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const sealed = await codec.encode([encodePayload(value)], of(A));
        const [opened] = await codec.decode(sealed, of(A));
        expect(decodePayload(opened)).toEqual(decodePayload(encodePayload(value)));
      }),
      runs(100),
    );
  });

  test('hides the content, and encodes the same value differently each time', async () => {
    const { codec } = aCodec();
    const secret = 'the-name-of-the-source';
    const [first, second] = await codec.encode([encodePayload({ secret }), encodePayload({ secret })], of(A));
    const shown = Buffer.from(first?.data ?? []).toString('latin1') + JSON.stringify(first?.metadata);
    expect(shown).not.toContain(secret);
    expect(Buffer.from(first?.data ?? []).equals(Buffer.from(second?.data ?? []))).toBe(false);
  });

  test('hides the message and details of a failure, which decodes to the same failure', async () => {
    const { codec } = aCodec();
    const said = ApplicationFailure.nonRetryable('held by the-name-of-a-reviewer', 'Refused', 'the-name-of-the-source');
    const failure = failureConverter.errorToFailure(said, defaultPayloadConverter);
    const sealed = await encodeFailure([codec], failure, of(A));
    const bytes = [sealed.encodedAttributes, ...(sealed.applicationFailureInfo?.details?.payloads ?? [])].map(
      (payload) => Buffer.from(payload?.data ?? []).toString('latin1'),
    );
    expect(bytes.map(({ length }) => length > 0)).toEqual([true, true]);
    expect(JSON.stringify(sealed) + bytes.join('')).not.toContain('the-name');
    const opened = await decodeFailure([codec], sealed, of(A));
    const read = failureConverter.failureToError(opened, defaultPayloadConverter);
    expect(read).toMatchObject({ message: said.message, details: said.details });
  });

  test('leaves out the content of a payload encoded without a context, which the SDK does for failed workflow tasks', async () => {
    const { codec } = aCodec();
    const failure = failureConverter.errorToFailure(new KeyLost('the subject'), defaultPayloadConverter);
    const encoded = await encodeFailure([codec], failure);
    expect(JSON.stringify(encoded)).not.toContain('the subject');
    const [withheld] = await codec.encode([encodePayload({ message: 'the subject' })]);
    expect(decodePayload(withheld)).toEqual({ message: expect.stringContaining('Withheld'), stack_trace: '' });
  });
});

describe('payload codec: payloads not sealed for this notice', () => {
  const forged = { id: 'x', name: 'approve' };

  test('refuses a payload in the clear, and reports it', async () => {
    const { codec, refused } = aCodec();
    const [read] = await codec.decode([encodePayload(forged)], of(A));
    expect(decodePayload(read)).toEqual({ refusedPayload: true });
    expect(refused).toEqual([[A, 'plain']]);
  });

  test.each([
    ['sealed for another notice', of(B), of(A)],
    ['sealed for this notice in another namespace', of(A, 'copy'), of(A)],
  ])('refuses a payload that was %s', async (_how, sealedFor, readIn) => {
    const keys = someKeys();
    const foreign = createPayloadCodec({ keys, namespace: sealedFor.namespace });
    const refused: [string | null, string][] = [];
    const own = createPayloadCodec({ keys, namespace: 'default', onRefused: (...refusal) => refused.push(refusal) });
    const [read] = await own.decode(await foreign.encode([encodePayload(forged)], sealedFor), readIn);
    expect(decodePayload(read)).toEqual({ refusedPayload: true });
    expect(refused).toEqual([[A, 'foreign']]);
  });

  test('refuses a sealed payload with any one bit changed', async () => {
    const { codec } = aCodec();
    const [sealed] = await codec.encode([encodePayload(forged)], of(A));
    const data = sealed?.data ?? new Uint8Array();
    for (let bit = 0; bit < data.length * 8; bit += 7) {
      const changed = Uint8Array.from(data);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const [read] = await codec.decode([{ ...sealed, data: changed }], of(A));
      expect(decodePayload(read)).toEqual({ refusedPayload: true });
    }
  });

  test('refuses a clear payload for a notice that is not on record, so that no foreign run starts', async () => {
    const { codec, refused } = aCodec();
    const [read] = await codec.decode([encodePayload({ noticeId: A, resume: {} })], of(NOBODYS));
    expect(decodePayload(read)).toEqual({ refusedPayload: true });
    expect(refused).toEqual([[null, 'plain']]);
  });

  test('refuses any payload in a workflow of no notice, so that the run ends instead of hanging', async () => {
    const { codec, refused } = aCodec();
    const beside: SerializationContext = { type: 'workflow', namespace: 'default', workflowId: 'beside' };
    const sealed = await codec.encode([encodePayload(forged)], of(A));
    for (const payload of [encodePayload(forged), ...sealed]) {
      const [read] = await codec.decode([payload], beside);
      expect(decodePayload(read)).toEqual({ refusedPayload: true });
    }
    expect(refused.map(([noticeId]) => noticeId)).toEqual([null, null]);
  });

  test('throws for a sealed payload of a notice that is no longer on record', async () => {
    const { codec } = aCodec();
    const sealed = await codec.encode([encodePayload(forged)], of(A));
    await expect(codec.decode(sealed, of(NOBODYS))).rejects.toThrow(KeyLost);
  });

  test('throws for a payload if the key of the notice is lost', async () => {
    const { codec, refused } = aCodec();
    await expect(codec.decode([encodePayload(forged)], of(LOST))).rejects.toThrow(KeyLost);
    expect(refused).toEqual([]);
  });
});

describe('payload codec: payloads of an activity', () => {
  const step = (activityId: string): SerializationContext => ({
    type: 'activity',
    namespace: 'default',
    workflowId: `notice-${A}`,
    activityId,
    isLocal: false,
  });
  const REFUSED = { refusedPayload: true };

  test('decodes the payload of an activity for that activity only, not for the workflow', async () => {
    const { codec, refused } = aCodec();
    const sealed = await codec.encode([encodePayload({ ok: true })], step('5'));
    expect(decodePayload((await codec.decode(sealed, step('5')))[0])).toEqual({ ok: true });
    expect(decodePayload((await codec.decode(sealed, step('6')))[0])).toEqual(REFUSED);
    expect(decodePayload((await codec.decode(sealed, of(A)))[0])).toEqual(REFUSED);
    expect(refused).toEqual([
      [A, 'foreign'],
      [A, 'foreign'],
    ]);
  });

  test('refuses a payload sealed for the workflow as the result of an activity', async () => {
    const { codec, refused } = aCodec();
    const sealed = await codec.encode([encodePayload({ ok: true })], of(A));
    expect(decodePayload((await codec.decode(sealed, step('5')))[0])).toEqual(REFUSED);
    expect(refused).toEqual([[A, 'foreign']]);
  });

  test('refuses a payload that does not name its owner', async () => {
    const keys = someKeys();
    const key = await keys.keyOf(A);
    if (key === undefined) throw new Error('there is no key');
    const bytes = proto.temporal.api.common.v1.Payload.encode(encodePayload({ ok: true })).finish();
    const metadata = { encoding: Buffer.from(SEALED_ENCODING), key: Buffer.from(A) };
    const sealed = [{ metadata, data: seal(key, bytes, `default\nnotice-${A}`) }];
    const codec = createPayloadCodec({ keys, namespace: 'default' });
    for (const context of [step('5'), of(A)])
      expect(decodePayload((await codec.decode(sealed, context))[0])).toEqual(REFUSED);
    const [named] = await createPayloadCodec({ keys, namespace: 'default', opensSteps: true }).decode(sealed, of(A));
    expect(decodePayload(named)).toEqual({ ok: true });
  });

  test('decodes the payload of an activity for people who read the workflow history', async () => {
    const keys = someKeys();
    const sealed = await createPayloadCodec({ keys, namespace: 'default' }).encode(
      [encodePayload({ ok: true })],
      step('5'),
    );
    const [first] = sealed;
    if (first === undefined) throw new Error('nothing was sealed');
    const opened = await openPayload({ keys, namespace: 'default' }, `notice-${A}`, first);
    expect(decodePayload(opened)).toEqual({ ok: true });
  });
});
