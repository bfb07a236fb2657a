import type { Payload } from '@temporalio/common';

const SUMMARY = /^"N-[A-Za-z0-9-]+( · [a-z_]+)?"$/;

/**
 * Returns whether a decrypted payload is only a notice number, optionally with its stage: people without access to
 * documents may read it.
 */
export function isRunSummary({ data }: Payload): boolean {
  return SUMMARY.test(Buffer.from(data ?? []).toString('utf8'));
}
