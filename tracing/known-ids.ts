import { randomBytes } from 'node:crypto';
import { SpanKind, trace, type Span } from '@opentelemetry/api';
import type { IdGenerator } from '@opentelemetry/sdk-trace';
import { rootOf } from './trace.js';

const random = (bytes: number): string => randomBytes(bytes).toString('hex');

/** Random ids, but for a span that is the root of a trace known beforehand. */
class KnownIds implements IdGenerator {
  #next: { traceId: string; spanId: string } | null = null;

  generateTraceId = (): string => this.#next?.traceId ?? random(16);
  generateSpanId = (): string => this.#next?.spanId ?? random(8);

  /** The ids of what is started by `start`, which has to start one span and nothing else. */
  as(cause: string, start: () => Span): Span {
    this.#next = rootOf(cause);
    try {
      return start();
    } finally {
      this.#next = null;
    }
  }
}

export const knownIds = new KnownIds();

interface Told {
  name: string;
  /** The command or notice that it was about; null: none, or one that nobody may be told of. */
  cause: string | null;
  startedAt: Date;
  attributes: Record<string, string | number>;
}

/** Tells of a request once it is answered, as the root of what it has caused. */
export function tellOfRequest({ name, cause, startedAt, attributes }: Told): void {
  const start = () =>
    trace
      .getTracer('notice-desk')
      .startSpan(name, { kind: SpanKind.SERVER, root: true, startTime: startedAt, attributes });
  (cause === null ? start() : knownIds.as(cause, start)).end();
}
