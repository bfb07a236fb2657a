import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTracing } from '../../../tracing/start-tracing.js';
import { traceRequest } from '../../../tracing/known-ids.js';
import { inPart, inStep, buildRootSpan, traceHeaders, toTraceId } from '../../../tracing/trace.js';
import { startTraceReceiver } from '../../support/simulators/trace-receiver.js';

const COMMAND = '0193A7B2-1111-7222-8333-444455556666';

test('runs work without a trace or trace header if tracing is off', async () => {
  expect(await inStep('x', { cause: COMMAND }, async () => inPart('y', {}, async () => traceHeaders()))).toEqual({});
});

describe('tracing with a receiver', () => {
  let receiver: Awaited<ReturnType<typeof startTraceReceiver>>;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    receiver = await startTraceReceiver();
    stop = await startTracing({ url: `${receiver.url}/`, headers: { authorization: 'Bearer let-me-in' } }, 'a-process');
  });
  beforeEach(() => {
    receiver.spans.length = 0;
  });
  afterAll(() => receiver.close());

  test('puts all spans caused by a command, in any process, into one trace under its request', async () => {
    const headers = await inStep('update approve', { cause: COMMAND }, () =>
      inPart('platform POST /operations', {}, async () => traceHeaders()),
    );
    await inStep('of a secret notice', { cause: null }, () => inPart('its part', {}, async () => undefined));
    await inStep('fails', { cause: COMMAND }, () => Promise.reject(new RangeError('words'))).catch(() => undefined);
    traceRequest({ name: 'POST /v1/notices/:id/approve', cause: COMMAND, startedAt: new Date(), attributes: {} });
    traceRequest({ name: 'GET /v1/notices', cause: null, startedAt: new Date(), attributes: {} });
    await stop();
    const named = new Map(receiver.spans.map((span) => [span.name, span]));
    expect([...named.keys()].sort()).toEqual([
      'GET /v1/notices',
      'POST /v1/notices/:id/approve',
      'fails',
      'platform POST /operations',
      'update approve',
    ]);
    const [update, part, request] = ['update approve', 'platform POST /operations', 'POST /v1/notices/:id/approve'].map(
      (name) => named.get(name),
    );
    expect(toTraceId(COMMAND)).toBe('0193a7b2111172228333444455556666');
    expect(new Set([update, part, request].map((span) => span?.traceId))).toEqual(new Set([toTraceId(COMMAND)]));
    expect(named.get('GET /v1/notices')?.traceId).not.toBe(toTraceId(COMMAND));
    expect([request?.spanId, request?.parentSpanId ?? '']).toEqual([buildRootSpan(COMMAND).spanId, '']);
    expect([update?.parentSpanId, part?.parentSpanId]).toEqual([buildRootSpan(COMMAND).spanId, update?.spanId]);
    expect(headers).toEqual({ traceparent: `00-${toTraceId(COMMAND)}-${part?.spanId}-01` });
    expect([named.get('fails')?.status.code, JSON.stringify(named.get('fails'))]).toEqual([
      2,
      expect.not.stringContaining('words'),
    ]);
    expect([...receiver.authorizations]).toEqual(['Bearer let-me-in']);
  });
});
