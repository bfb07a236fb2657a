import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { knownIds } from './known-ids.js';

/** Where spans go, and what is sent along to be let in. */
export interface TraceReceiver {
  /** Base of an OTLP receiver; `/v1/traces` is added. */
  url: string;
  headers: Readonly<Record<string, string>>;
}

/** Sends the spans of this process on from now. Answers how it is ended, with what has not been sent yet. */
export function sendSpans({ url, headers }: TraceReceiver, service: string): () => Promise<void> {
  const exporter = new OTLPTraceExporter({ url: `${url.replace(/\/+$/, '')}/v1/traces`, headers: { ...headers } });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
    idGenerator: knownIds,
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  // A receiver that is away keeps nobody waiting.
  return () => provider.shutdown().catch(() => undefined);
}
