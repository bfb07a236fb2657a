import { createHash } from 'node:crypto';

/** Derives a command's id from its caller and Idempotency-Key, so that a repeat after a crash is the same command. */
export function computeCommandId({ caller, key, scope }: { caller: string; key: string; scope: string }): string {
  const hex = createHash('sha256').update(`${caller}\n${scope}\n${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
