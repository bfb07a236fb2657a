import type { TraceReceiver } from './send-spans.js';

/**
 * Starts exporting spans if a receiver is configured; only then loads the tracing libraries. Returns the function that
 * stops it.
 */
export async function startTracing(receiver: TraceReceiver | undefined, service: string): Promise<() => Promise<void>> {
  if (receiver === undefined) return async () => undefined;
  const { sendSpans } = await import('./send-spans.js');
  return sendSpans(receiver, service);
}
