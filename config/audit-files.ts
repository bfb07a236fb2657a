import { dirname, join } from 'node:path';

/**
 * Resolves where the API stores the last signed audit tree, and the witnesses; the default witness is a file next to
 * it.
 */
export function auditFiles({
  AUDIT_STATE_FILE,
  AUDIT_WITNESS,
  DESK_HOME,
}: {
  AUDIT_STATE_FILE?: string | undefined;
  AUDIT_WITNESS?: string[] | undefined;
  DESK_HOME: string;
}): { auditStateFile: string; auditWitnesses: string[] } {
  const auditStateFile = AUDIT_STATE_FILE ?? join(DESK_HOME, 'audit-state.json');
  return { auditStateFile, auditWitnesses: AUDIT_WITNESS ?? [join(dirname(auditStateFile), 'audit-witness.txt')] };
}
