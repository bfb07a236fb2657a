import { describe, expect, test } from '@jest/globals';
import { can, PERMISSION_TABLE, PERMISSIONS, ROLES, rolesWith, type Role } from '../../../domain/people/permission.js';

const READ = ['notice.read_facts', 'notice.read_documents', 'authorities.names', 'authorities.read', 'alert.read'];
const REVIEW =
  'triage verify_sender claim release assign decide submit confirm_deadline extend pause resume reinstate notify_users appeal.read appeal.decide record_dialogue link annotate acknowledge_escalation close reclassify inbound.read inbound.sort read_reply recuse manual_action'.split(
    ' ',
  );
const APPROVE =
  'approve return ratify appeal.read claim assign confirm_deadline request_dialogue annotate acknowledge_escalation reclassify lift_hold inbound.read read_reply recuse manual_action'.split(
    ' ',
  );

const RETENTION = ['retention.read', 'retention.run'];
const CHANGES = ['changes.read', 'changes.decide'];

/** The permission table of the contract, repeated in the names of the code. */
const WRITTEN: Record<Role, string[]> = {
  intake: [
    'notice.create',
    'notice.read_own_receipt',
    'targets.add',
    'documents.add',
    'appeal.file',
    'authorities.names',
  ],
  reviewer: [...READ, ...REVIEW, 'targets.add', 'documents.add'],
  approver: [...READ, ...APPROVE, 'confirm_pause', 'golden.confirm'],
  counsel: [
    ...READ,
    ...REVIEW,
    ...APPROVE,
    'targets.add',
    'documents.add',
    'reopen',
    'override',
    'uphold_order',
    'break_glass',
    'exclude',
    'exposure.read',
    'repair',
    'confirm_pause',
    ...CHANGES,
    ...RETENTION,
    'hold',
    'decide_contested',
    'bundle.names',
    'law.review',
    'golden.mark',
    'golden.confirm',
    'quality.read',
    'rulebook.edition',
    'release.confirm',
  ],
  ops: [
    'notice.read_facts',
    'alert.read',
    'repair',
    'confirm_pause',
    'recuse',
    'manual_action',
    'exposure.read',
    'exclude',
    'assign',
    'annotate',
    'acknowledge_escalation',
    'roster.manage',
    'outbox.read',
    'authorities.read',
    'inbound.read',
    'quality.read',
    'release.promote',
    'release.confirm',
  ],
  auditor: [
    ...READ,
    'appeal.read',
    'audit.checkpoint',
    'audit.read',
    'cases.export',
    'outbox.read',
    'changes.read',
    'retention.read',
  ],
  admin: [
    'audit.checkpoint',
    'people.manage',
    'roster.manage',
    'cases.import',
    'keys.manage',
    ...CHANGES,
    ...RETENTION,
    'authorities.read',
    'authorities.write',
    'rulebook.approve',
    'rulebook.edition',
    'release.promote',
    'release.confirm',
    'outbox.read',
    'notice.read_facts',
  ],
};

describe('PERMISSION_TABLE', () => {
  test.each(ROLES)('grants the %s exactly the permissions listed in the test', (role) => {
    expect([...PERMISSION_TABLE[role]].sort()).toEqual([...new Set(WRITTEN[role])].sort());
  });

  test('grants approval only to approver and counsel', () => {
    expect(rolesWith('approve')).toEqual(['approver', 'counsel']);
  });

  test('grants override and reopen only to counsel', () => {
    expect(rolesWith('override')).toEqual(['counsel']);
    expect(rolesWith('reopen')).toEqual(['counsel']);
  });

  test('grants admin, auditor and intake no command on a notice', () => {
    const commands = [...REVIEW, ...APPROVE, 'reopen', 'override', 'repair'].filter((name) => name !== 'appeal.read');
    for (const role of ['admin', 'auditor', 'intake'] as const) {
      expect(PERMISSION_TABLE[role].filter((permission) => commands.includes(permission))).toEqual([]);
    }
  });

  test('grants every permission to at least one role', () => {
    expect(PERMISSIONS.filter((permission) => rolesWith(permission).length === 0)).toEqual([]);
  });

  test('gives a person the permissions of all their roles, and none without a role', () => {
    expect(can(['intake', 'approver'], 'approve')).toBe(true);
    for (const permission of PERMISSIONS) expect(can([], permission)).toBe(false);
  });
});
