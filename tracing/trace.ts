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
 * What a command has caused is one trace, whose id is the command's own; what a notice does by itself is a trace of the notice.
 * So every process knows the trace without being told, after a crash and on another machine too, and the engine carries none of it.
 */
export function traceIdOf(cause: string): string {
  return cause.replaceAll('-', '').toLowerCase();
}

/** The first span of a trace, known beforehand for the same reason: under it stands all the rest. */
export function rootOf(cause: string): SpanContext {
  const spanId = createHash('sha256').update(cause).digest('hex').slice(0, 16);
  return { traceId: traceIdOf(cause), spanId, traceFlags: TraceFlags.SAMPLED };
}

const tracer = () => trace.getTracer('notice-desk');

interface Step {
  /** The command or notice of which it is a step; null: of one that nobody may be told of, and so of no trace at all. */
  cause: string | null;
  kind?: SpanKind;
}

/** Does something as a step of a trace. Without an exporter nothing is recorded of it. */
export function inStep<Result>(name: string, { cause, kind }: Step, work: () => Promise<Result>): Promise<Result> {
  if (cause === null) return context.with(ROOT_CONTEXT, work);
  return spanned(
    name,
    { kind, parent: trace.setSpanContext(ROOT_CONTEXT, { ...rootOf(cause), isRemote: true }) },
    work,
  );
}

/** Does something as a part of the step under way; where none is, it is only done. */
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

/** The name of an error alone: what it says may be about a notice. */
function fail(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  if (error instanceof Error) span.setAttribute('error.type', error.name);
}

/** Headers that carry the step under way on to another system (W3C Trace Context); none outside of one. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}
