import type { TraceReceiver } from './send-spans.js';

/** Sends the spans of this process on, where there is somewhere to send them; its libraries are loaded then alone. Answers how it is ended. */
export async function startTracing(receiver: TraceReceiver | undefined, service: string): Promise<() => Promise<void>> {
  if (receiver === undefined) return async () => undefined;
  const { sendSpans } = await import('./send-spans.js');
  return sendSpans(receiver, service);
}
