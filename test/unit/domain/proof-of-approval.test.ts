import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  doubtApproval,
  type ClaimedQuorum,
  type ClaimedSubmission,
  type ClaimedApproval,
  type PeopleNow,
} from '../../../domain/submissions/proof-of-approval.js';
import { CANARY_APPROVER, CANARY_AUTHOR } from '../../../domain/notices/canary.js';
import type {
  SignedStatement,
  SubmissionStatement,
  ApprovalStatement,
} from '../../../domain/submissions/signed-act.js';
import type { Role } from '../../../domain/people/permission.js';

const FROZEN: SubmissionStatement = {
  kind: 'submission',
  notice: 'n',
  submission: 1,
  purpose: 'decision',
  cause: null,
  emergency: false,
  digest: 'sha256:one',
  approverSlots: ['approver', 'counsel'],
  author: 'rita',
  drafters: ['ravi', 'rita'],
  commandId: 'c-submit',
  at: '2026-01-01T00:00:00.000Z',
};
const { kind: _, at: __, ...SUBMISSION } = FROZEN;

function anApproval(person: string, roles: Role[], patch: Partial<ApprovalStatement> = {}): ApprovalStatement {
  return {
    kind: 'approve',
    notice: 'n',
    submission: 1,
    digest: 'sha256:one',
    person,
    roles,
    actsFor: [],
    commandId: `c-${person}`,
    at: FROZEN.at,
    ...patch,
  };
}

const buildRow = (
  { person, digest, commandId }: ApprovalStatement,
  patch: Partial<ClaimedApproval> = {},
): ClaimedApproval => ({
  by: person,
  digest,
  stoodFor: [],
  commandId,
  commanded: true,
  ...patch,
});

const PEOPLE: PeopleNow = new Map(
  Object.entries({ asha: ['approver'], adil: ['approver'], caro: ['counsel'], ravi: ['reviewer', 'approver'] }).map(
    ([id, roles]) => [id, { active: true, roles: roles as Role[] }],
  ),
);
const ASHA = anApproval('asha', ['approver']);
const CARO = anApproval('caro', ['counsel']);

const CANARY_NOTICE = '01900000-0000-8ca0-a000-00000000000a';
const CANARY_APPROVAL = anApproval(CANARY_APPROVER.id, ['approver'], { commandId: 'c-canary' });

describe('doubtApproval: canary', () => {
  const approverSlots = ['approver' as const];
  const people: PeopleNow = new Map([
    [CANARY_APPROVER.id, { active: true, roles: ['approver'] }],
    ['asha', { active: true, roles: ['approver'] }],
  ]);
  const own = { notice: CANARY_NOTICE, author: CANARY_AUTHOR.id, drafters: [CANARY_AUTHOR.id], approverSlots };
  const claim = (given: Partial<ClaimedSubmission>, approval: ApprovalStatement) => {
    const said = { ...approval, notice: given.notice ?? 'n' };
    return doubtApproval(
      aClaim({ frozen: given, submission: given, approvals: [buildRow(said)], statements: [said], people }),
    );
  };

  test('accepts the canary’s approval of its own notice', () => {
    expect(claim(own, CANARY_APPROVAL)).toBeNull();
  });

  test.each([
    ['rejects the canary’s approval of a real notice', { approverSlots }, CANARY_APPROVAL],
    ['rejects a real notice submitted by the canary', { approverSlots, author: CANARY_AUTHOR.id }, ASHA],
    ['rejects a real notice drafted by the canary', { approverSlots, drafters: [CANARY_AUTHOR.id] }, ASHA],
    ['rejects another person’s approval of the canary notice', own, ASHA],
    ['rejects the canary notice submitted by another person', { ...own, author: 'rita' }, CANARY_APPROVAL],
  ])('%s', (_title, given, approval) => {
    expect(claim(given, approval)).toMatch(/canary/);
  });
});

interface Patch {
  frozen?: Partial<SubmissionStatement>;
  submission?: Partial<ClaimedSubmission>;
  approvals?: ClaimedApproval[];
  statements?: SignedStatement[];
  people?: PeopleNow | null;
  returned?: boolean;
}

function aClaim({
  frozen,
  submission,
  approvals,
  statements,
  people = PEOPLE,
  returned = false,
}: Patch): ClaimedQuorum {
  const signed = [{ ...FROZEN, ...frozen }, ...(statements ?? [ASHA, CARO])];
  return {
    submission: { ...SUBMISSION, commanded: true, ...submission },
    approvals: approvals ?? [buildRow(ASHA), buildRow(CARO)],
    signed: new Map(signed.map((statement) => [statement.commandId, statement])),
    people,
    returned,
  };
}

function peopleBut(id: string, patch: { active?: boolean; roles?: Role[] }): PeopleNow {
  return new Map([...PEOPLE, [id, { active: true, roles: PEOPLE.get(id)?.roles ?? [], ...patch }]]);
}

describe('doubtApproval: proven approval', () => {
  test('accepts a signed submission with a signed approval of another person for each approver slot', () => {
    expect(doubtApproval(aClaim({}))).toBeNull();
  });

  test('accepts the author alone if no approver slot was signed', () => {
    const alone = { approverSlots: [], purpose: 'restoration', cause: 'order_revoked' } as const;
    const claim = {
      frozen: { ...alone, approverSlots: [] },
      submission: { ...alone, approverSlots: [] },
      approvals: [],
      statements: [],
    };
    expect(doubtApproval(aClaim(claim))).toBeNull();
  });

  test('accepts a delegate only while the absent person is active and holds the role', () => {
    const approval = anApproval('adil', ['approver'], { actsFor: ['caro'] });
    const claim = {
      approvals: [buildRow(ASHA), buildRow(approval, { stoodFor: ['caro'] })],
      statements: [ASHA, approval],
    };
    expect(doubtApproval(aClaim(claim))).toBeNull();
    expect(doubtApproval(aClaim({ ...claim, people: peopleBut('caro', { active: false }) }))).toMatch(
      /no longer active/,
    );
    expect(doubtApproval(aClaim({ ...claim, people: peopleBut('caro', { roles: ['ops'] }) }))).toMatch(/do not hold/);
  });

  test('ignores later changes to the approvers once the first action has been enforced', () => {
    expect(doubtApproval(aClaim({ people: null }))).toBeNull();
  });
});

describe('doubtApproval: unproven approval', () => {
  test.each<[string, Patch, RegExp]>([
    ['an author edited in the registry', { submission: { author: 'asha' } }, /not the one that was signed/],
    [
      'approver slots edited in the registry',
      { submission: { approverSlots: ['approver'] } },
      /not the one that was signed/,
    ],
    ['a digest edited in the registry', { submission: { digest: 'sha256:two' } }, /not the one that was signed/],
    ['drafters edited in the registry', { submission: { drafters: [] } }, /not the one that was signed/],
    ['a cause edited in the registry', { submission: { cause: 'order_revoked' } }, /not the one that was signed/],
    ['an emergency edited in the registry', { submission: { emergency: true } }, /not the one that was signed/],
    ['a submission of another notice', { frozen: { notice: 'other' } }, /not the one that was signed/],
    ['an unsigned submission', { frozen: { commandId: 'other' } }, /submission has no valid signature/],
    ['a submission whose command was refused', { submission: { commanded: false } }, /command of the submission/],
    ['an unsigned approval', { statements: [ASHA] }, /An approval has no valid signature/],
    ['a missing approval', { approvals: [buildRow(ASHA)] }, /1 of 2 approvals/],
    [
      'an approval too many',
      {
        approvals: [...aClaim({}).approvals, buildRow(anApproval('adil', []))],
        statements: [ASHA, CARO, anApproval('adil', ['approver'])],
      },
      /do not hold/,
    ],
    ['a ratification instead of an approval', { statements: [ASHA, { ...CARO, kind: 'ratify' }] }, /not an approval/],
    ['an approval of another notice', { statements: [ASHA, { ...CARO, notice: 'other' }] }, /another submission/],
    ['an approval of another submission', { statements: [ASHA, { ...CARO, submission: 2 }] }, /another submission/],
    ['an approval of another digest', { statements: [ASHA, { ...CARO, digest: 'sha256:two' }] }, /a different digest/],
    [
      'a row in the name of another person',
      { approvals: [buildRow(ASHA), buildRow(CARO, { by: 'adil' })] },
      /does not belong to the person/,
    ],
    [
      'an approval whose command was refused',
      { approvals: [buildRow(ASHA), buildRow(CARO, { commanded: false })] },
      /was refused/,
    ],
    ['a submission that was returned concurrently', { returned: true }, /sent back/],
    ['an approver who was deactivated', { people: peopleBut('asha', { active: false }) }, /no longer active/],
    ['an approver who lost the role', { people: peopleBut('caro', { roles: ['reviewer'] }) }, /do not hold/],
    ['an unknown approver', { people: new Map() }, /no longer active/],
    [
      'the author’s approval',
      {
        statements: [ASHA, anApproval('rita', ['counsel'])],
        approvals: [buildRow(ASHA), buildRow(anApproval('rita', ['counsel']))],
      },
      /The author/,
    ],
    [
      'a drafter’s approval',
      {
        statements: [CARO, anApproval('ravi', ['approver'])],
        approvals: [buildRow(CARO), buildRow(anApproval('ravi', ['approver']))],
      },
      /who drafted/,
    ],
    [
      'a delegate whom the signed approval does not name',
      { approvals: [buildRow(ASHA), buildRow(CARO, { stoodFor: ['adil'] })] },
      /not their substitute/,
    ],
    [
      'an approval on behalf of a drafter',
      {
        statements: [ASHA, { ...CARO, actsFor: ['ravi'] }],
        approvals: [buildRow(ASHA), buildRow(CARO, { stoodFor: ['ravi'] })],
      },
      /who drafted/,
    ],
  ])('rejects %s', (_what, patch, reason) => {
    expect(doubtApproval(aClaim(patch))).toMatch(reason);
  });

  test('rejects two approvals of one person at the same instant under two commands', () => {
    const twice = { ...anApproval('asha', ['approver', 'counsel']), commandId: 'c-again' };
    expect(doubtApproval(aClaim({ statements: [ASHA, twice], approvals: [buildRow(ASHA), buildRow(twice)] }))).toMatch(
      /twice/,
    );
  });

  test('rejects any incomplete set of signatures, whatever the rows say', () => {
    const parts: fc.Arbitrary<Patch> = fc.record(
      {
        submission: fc.record(
          {
            digest: fc.constantFrom('sha256:one', 'sha256:two'),
            author: fc.constantFrom('rita', 'asha', 'adil'),
            approverSlots: fc.constantFrom<ClaimedSubmission['approverSlots'][]>(
              [],
              ['approver'],
              ['approver', 'counsel'],
            ),
          },
          { requiredKeys: [] },
        ),
        statements: fc.subarray<SignedStatement>([ASHA, CARO]),
        approvals: fc.subarray([buildRow(ASHA), buildRow(CARO), buildRow(anApproval('adil', ['approver']))]),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(parts, (patch) => {
        const claim = aClaim(patch);
        if (doubtApproval(claim) !== null) return;
        // A passing claim equals what was signed, with both signed approvals.
        expect(claim.submission).toMatchObject(SUBMISSION);
        expect(claim.approvals.map(({ by }) => by).sort()).toEqual(['asha', 'caro']);
        expect(claim.signed.size).toBe(3);
      }),
    );
  });
});
