import { createHash } from 'node:crypto';
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';

/**
 * A command's trace has the command's own id, and what a notice does by itself is a trace of the notice. So every
 * process can derive the trace id, also after a crash and on another machine, and Temporal carries none of it.
 */
export function toTraceId(cause: string): string {
  return cause.replaceAll('-', '').toLowerCase();
}

/** Derives the root span of a trace from the cause alone, so that every process can attach spans to it. */
export function buildRootSpan(cause: string): SpanContext {
  const spanId = createHash('sha256').update(cause).digest('hex').slice(0, 16);
  return { traceId: toTraceId(cause), spanId, traceFlags: TraceFlags.SAMPLED };
}

const tracer = () => trace.getTracer('notice-desk');

interface Step {
  /** Id of the command or notice; null leaves a secret notice's step out of any trace. */
  cause: string | null;
  kind?: SpanKind;
}

/** Runs `work` as a span of the cause's trace; without an exporter nothing is recorded. */
export function inStep<Result>(name: string, { cause, kind }: Step, work: () => Promise<Result>): Promise<Result> {
  if (cause === null) return context.with(ROOT_CONTEXT, work);
  return spanned(
    name,
    { kind, parent: trace.setSpanContext(ROOT_CONTEXT, { ...buildRootSpan(cause), isRemote: true }) },
    work,
  );
}

/** Runs `work` as a child of the active span; if there is none, runs it untraced. */
export function inPart<Result>(
  name: string,
  { kind }: Omit<Step, 'cause'>,
  work: () => Promise<Result>,
): Promise<Result> {
  const parent = context.active();
  return trace.getSpan(parent) === undefined ? work() : spanned(name, { kind, parent }, work);
}

async function spanned<Result>(
  name: string,
  { kind = SpanKind.INTERNAL, parent }: { kind?: SpanKind | undefined; parent: Context },
  work: () => Promise<Result>,
): Promise<Result> {
  const span = tracer().startSpan(name, { kind }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work);
  } catch (error) {
    fail(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Records only the error's name: its message may be about a notice. */
function fail(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  if (error instanceof Error) span.setAttribute('error.type', error.name);
}

/** Returns headers that propagate the active span (W3C Trace Context); none outside a span. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}
