import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { knownIds } from './known-ids.js';

export interface TraceReceiver {
  /** Base URL of an OTLP receiver; `/v1/traces` is appended. */
  url: string;
  headers: Readonly<Record<string, string>>;
}

/** Starts exporting this process's spans; the returned function flushes and stops. */
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
  // An unreachable receiver must not delay shutdown.
  return () => provider.shutdown().catch(() => undefined);
}
