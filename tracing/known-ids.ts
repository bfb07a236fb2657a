import { randomBytes } from 'node:crypto';
import { SpanKind, trace, type Span } from '@opentelemetry/api';
import type { IdGenerator } from '@opentelemetry/sdk-trace';
import { buildRootSpan } from './trace.js';

const random = (bytes: number): string => randomBytes(bytes).toString('hex');

class KnownIds implements IdGenerator {
  #next: { traceId: string; spanId: string } | null = null;

  generateTraceId = (): string => this.#next?.traceId ?? random(16);
  generateSpanId = (): string => this.#next?.spanId ?? random(8);

  /** Sets the ids of the span started by `start`, which must start exactly one. */
  as(cause: string, start: () => Span): Span {
    this.#next = buildRootSpan(cause);
    try {
      return start();
    } finally {
      this.#next = null;
    }
  }
}

export const knownIds = new KnownIds();

interface Logged {
  name: string;
  /** Id of the command or notice; null if there is none, or if it must stay secret. */
  cause: string | null;
  startedAt: Date;
  attributes: Record<string, string | number>;
}

/** Records a finished request as the root span of what it caused. */
export function traceRequest({ name, cause, startedAt, attributes }: Logged): void {
  const start = () =>
    trace
      .getTracer('notice-desk')
      .startSpan(name, { kind: SpanKind.SERVER, root: true, startTime: startedAt, attributes });
  (cause === null ? start() : knownIds.as(cause, start)).end();
}
