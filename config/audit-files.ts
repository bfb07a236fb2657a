import { dirname, join } from 'node:path';

/** Where the API keeps the last signed tree of the audit log, and who is handed checkpoints: without one that is named, a file beside it. */
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
