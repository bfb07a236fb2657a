import { describe, expect, test } from '@jest/globals';
import type { Role } from '../../../domain/people/permission.js';
import type { ClaimedApproval } from '../../../domain/submissions/proof-of-approval.js';
import { doubtRatification, type ClaimedRatification } from '../../../domain/submissions/proof-of-ratification.js';
import type { ApprovalStatement } from '../../../domain/submissions/signed-act.js';

const EMERGENCY = {
  notice: 'n',
  submission: 1,
  digest: 'sha256:one',
  author: 'rita',
  drafters: ['ravi'],
  onCall: ['asha'],
};

function anApproval(person: string, roles: Role[], patch: Partial<ApprovalStatement> = {}): ApprovalStatement {
  const of = { notice: 'n', submission: 1, digest: 'sha256:one', actsFor: [], at: '2026-01-01T00:00:00.000Z' };
  return { kind: 'ratify', ...of, person, roles, commandId: `c-${person}`, ...patch };
}
const buildRow = ({ person, commandId }: ApprovalStatement): ClaimedApproval => ({
  by: person,
  digest: EMERGENCY.digest,
  stoodFor: [],
  commandId,
  commanded: true,
});
const CARO = anApproval('caro', ['counsel']);

function doubt(patch: Partial<ClaimedRatification> = {}, statements: ApprovalStatement[] = [CARO]): string | null {
  const approvals = statements.map(buildRow);
  const claim = { ...EMERGENCY, state: 'ratified' as const, approverSlots: ['counsel' as const], approvals, ...patch };
  return doubtRatification(claim, new Map(statements.map((one) => [one.commandId, one])));
}

describe('ratification of an earlier emergency', () => {
  test('blocks nothing once the open approver slots have signed', () => {
    expect(doubt()).toBeNull();
  });

  test('blocks nothing once it was refused, so that it has to be restored', () => {
    expect(doubt({ state: 'refused', approvals: [] }, [])).toBeNull();
  });

  test.each<[string, string | null]>([
    ['open', 'not ratified'],
    ['recorded without a duty to ratify', 'not ratified'],
  ])('blocks a new emergency while it is %s', (state, why) => {
    expect(doubt({ state: state === 'open' ? 'open' : null })).toContain(why);
  });

  test.each<[string, Partial<ClaimedRatification>, ApprovalStatement[]]>([
    ['no approval was signed', { approvals: [buildRow(CARO)] }, []],
    ['another submission was signed', {}, [anApproval('caro', ['counsel'], { submission: 2 })]],
    ['another digest was signed', {}, [anApproval('caro', ['counsel'], { digest: 'sha256:two' })]],
    ['an approval before the act was signed', {}, [anApproval('caro', ['counsel'], { kind: 'approve' })]],
    ['its author signed', {}, [anApproval('rita', ['counsel'])]],
    ['a drafter signed', {}, [anApproval('ravi', ['counsel'])]],
    ['the approver of the act itself signed', {}, [anApproval('asha', ['counsel'])]],
    [
      'one person signed twice',
      { approverSlots: ['counsel', 'counsel'] },
      [CARO, anApproval('caro', ['counsel'], { commandId: 'd' })],
    ],
    ['the signer has no role of an approver slot', {}, [anApproval('anna', ['approver'])]],
    ['an approver slot is not filled', { approverSlots: ['approver', 'counsel'] }, [CARO]],
    ['its row has no approver slots', { approverSlots: [], approvals: [] }, []],
  ])('blocks a new emergency if %s', (_title, patch, statements) => {
    expect(doubt(patch, statements)).not.toBeNull();
  });
});
