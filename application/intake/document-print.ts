import { createHash } from 'node:crypto';
import { wordsBesideTargets } from '../../domain/documents/print.js';
import type { ReadTarget } from '../../domain/targets/target.js';
import type { IntakeNotice } from '../../registry/notices/received-notice.js';

/**
 * Fingerprint that recognizes a repeated document: SHA-256 of its words without the targets, and of the targets; null
 * if it has too few words.
 */
export function computePrint(
  { subject, body }: { subject: string; body: string },
  targets: readonly ReadTarget[],
): NonNullable<IntakeNotice['print']> | null {
  const words = wordsBesideTargets(
    `${subject}\n${body}`,
    targets.map(({ locator }) => locator),
  );
  if (words === null) return null;
  const listed = targets.map(({ type, normalised }) => `${type} ${normalised}`).toSorted();
  return { document: sha256(words), targets: sha256(listed.join('\n')) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
