/** Roles a person may hold; several at once are allowed (docs/interface.md, Commands). */
export const ROLES = ['intake', 'reviewer', 'approver', 'counsel', 'ops', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Everything the desk lets somebody do, by the name used in routes and refusals. */
export const PERMISSIONS = [
  'notice.create',
  'notice.read_own_receipt',
  'notice.read_facts',
  'notice.read_documents',
  'targets.add',
  'triage',
  'verify_sender',
  'claim',
  'release',
  'assign',
  'decide',
  'submit',
  'approve',
  'return',
  'ratify',
  'extend',
  'pause',
  'resume',
  'confirm_deadline',
  'acknowledge_escalation',
  'reinstate',
  'request_dialogue',
  'record_dialogue',
  'link',
  'annotate',
  'close',
  'reclassify',
  'override',
  'break_glass',
  'hold',
  'lift_hold',
  'reopen',
  'repair',
  'confirm_pause',
  'attention.read',
  'audit.read',
  'audit.checkpoint',
  'bundle.names',
  'outbox.read',
  'authorities.read',
  'authorities.write',
  'people.manage',
  'keys.manage',
  'changes.read',
  'changes.decide',
  'retention.read',
  'retention.run',
  'rulebook.approve',
  'law.review',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const READER: Permission[] = ['notice.read_facts', 'notice.read_documents', 'authorities.read'];
const REVIEWER: Permission[] = [
  ...READER,
  'targets.add',
  'triage',
  'verify_sender',
  'claim',
  'release',
  'assign',
  'decide',
  'submit',
  'confirm_deadline',
  'extend',
  'pause',
  'resume',
  'reinstate',
  'record_dialogue',
  'link',
  'annotate',
  'acknowledge_escalation',
  'close',
  'reclassify',
];
const APPROVER: Permission[] = [
  ...READER,
  'lift_hold',
  'reclassify',
  'approve',
  'return',
  'ratify',
  'claim',
  'assign',
  'confirm_deadline',
  'request_dialogue',
  'annotate',
  'acknowledge_escalation',
];

/** Role × permission, the one table: routes, the CLI's `permissions` and the docs are made from it. */
export const PERMISSION_TABLE: Record<Role, readonly Permission[]> = {
  intake: ['notice.create', 'notice.read_own_receipt', 'targets.add'],
  reviewer: [...REVIEWER, 'attention.read'],
  approver: [...APPROVER, 'confirm_pause', 'attention.read'],
  counsel: [
    ...new Set([
      ...REVIEWER,
      ...APPROVER,
      ...([
        'reopen',
        'break_glass',
        'hold',
        'override',
        'repair',
        'confirm_pause',
        'attention.read',
        'bundle.names',
        'changes.read',
        'changes.decide',
        'retention.read',
        'retention.run',
        'law.review',
      ] as const),
    ]),
  ],
  ops: [
    'notice.read_facts',
    'attention.read',
    'repair',
    'confirm_pause',
    'assign',
    'annotate',
    'acknowledge_escalation',
    'outbox.read',
    'authorities.read',
  ],
  auditor: [
    ...READER,
    'attention.read',
    'audit.read',
    'audit.checkpoint',
    'outbox.read',
    'changes.read',
    'retention.read',
  ],
  admin: [
    'notice.read_facts',
    'audit.checkpoint',
    'people.manage',
    'keys.manage',
    'changes.read',
    'changes.decide',
    'retention.read',
    'retention.run',
    'authorities.read',
    'authorities.write',
    'rulebook.approve',
    'outbox.read',
  ],
};

/** Whether any of the roles grants the permission. */
export function can(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => PERMISSION_TABLE[role].includes(permission));
}

/** Roles that grant a permission, in table order; used to say who may. */
export function rolesWith(permission: Permission): Role[] {
  return ROLES.filter((role) => PERMISSION_TABLE[role].includes(permission));
}
