import { describe, expect, test } from '@jest/globals';
import type { Role } from '../../../domain/people/permission.js';
import type { ClaimedYes } from '../../../domain/submission/proof-of-approval.js';
import { doubtRatification, type ClaimedRatification } from '../../../domain/submission/proof-of-ratification.js';
import type { YesStatement } from '../../../domain/submission/signed-act.js';

const EMERGENCY = {
  notice: 'n',
  submission: 1,
  digest: 'sha256:one',
  author: 'rita',
  drafters: ['ravi'],
  onCall: ['asha'],
};

function aYes(person: string, roles: Role[], patch: Partial<YesStatement> = {}): YesStatement {
  const of = { notice: 'n', submission: 1, digest: 'sha256:one', standsFor: [], at: '2026-01-01T00:00:00.000Z' };
  return { kind: 'ratify', ...of, person, roles, commandId: `c-${person}`, ...patch };
}
const buildRow = ({ person, commandId }: YesStatement): ClaimedYes => ({
  by: person,
  digest: EMERGENCY.digest,
  stoodFor: [],
  commandId,
  commanded: true,
});
const CARO = aYes('caro', ['counsel']);

function doubt(patch: Partial<ClaimedRatification> = {}, statements: YesStatement[] = [CARO]): string | null {
  const yeses = statements.map(buildRow);
  const claim = { ...EMERGENCY, state: 'ratified' as const, seats: ['counsel' as const], yeses, ...patch };
  return doubtRatification(claim, new Map(statements.map((one) => [one.commandId, one])));
}

describe('ratification of an earlier emergency', () => {
  test('blocks nothing once the open approver slots have signed', () => {
    expect(doubt()).toBeNull();
  });

  test('blocks nothing once it was refused, so that it has to be restored', () => {
    expect(doubt({ state: 'refused', yeses: [] }, [])).toBeNull();
  });

  test.each<[string, string | null]>([
    ['open', 'not ratified'],
    ['on record without a duty to ratify', 'not ratified'],
  ])('blocks a new emergency while it is %s', (state, why) => {
    expect(doubt({ state: state === 'open' ? 'open' : null })).toContain(why);
  });

  test.each<[string, Partial<ClaimedRatification>, YesStatement[]]>([
    ['nobody has signed', { yeses: [buildRow(CARO)] }, []],
    ['another submission was signed', {}, [aYes('caro', ['counsel'], { submission: 2 })]],
    ['another digest was signed', {}, [aYes('caro', ['counsel'], { digest: 'sha256:two' })]],
    ['it was a yes before the act', {}, [aYes('caro', ['counsel'], { kind: 'approve' })]],
    ['its author signed', {}, [aYes('rita', ['counsel'])]],
    ['somebody signed who drafted it', {}, [aYes('ravi', ['counsel'])]],
    ['the one signed on whose yes it was done', {}, [aYes('asha', ['counsel'])]],
    [
      'one person signed twice',
      { seats: ['counsel', 'counsel'] },
      [CARO, aYes('caro', ['counsel'], { commandId: 'd' })],
    ],
    ['the seat is not theirs', {}, [aYes('anna', ['approver'])]],
    ['a seat is left open', { seats: ['approver', 'counsel'] }, [CARO]],
    ['its row asks for nobody', { seats: [], yeses: [] }, []],
  ])('blocks a new emergency if %s', (_title, patch, statements) => {
    expect(doubt(patch, statements)).not.toBeNull();
  });
});
