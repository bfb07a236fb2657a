import type { Payload } from '@temporalio/common';

/** A notice's number as the Temporal UI shows it of a run, with the stage where that is told. */
const SUMMARY = /^"N-[A-Za-z0-9-]+( · [a-z_]+)?"$/;

/** Whether an opened payload is such a summary and nothing else: those may read it who may not read papers. */
export function isRunSummary({ data }: Payload): boolean {
  return SUMMARY.test(Buffer.from(data ?? []).toString('utf8'));
}
