import { describe, expect, test } from '@jest/globals';
import { doubtPasskey, type ReadAssertion } from '../../../domain/submissions/doubt-passkey.js';
import type { ApprovalStatement } from '../../../domain/submissions/signed-act.js';

const APPROVAL: ApprovalStatement = {
  kind: 'approve',
  notice: 'n',
  submission: 1,
  digest: 'sha256:one',
  person: 'asha',
  roles: ['approver'],
  actsFor: [],
  commandId: 'c',
  at: '2026-01-01T00:00:00.000Z',
  stepUp: true,
};
const ASSERTION: ReadAssertion = {
  statement: {
    act: { command: 'approve', notice: 'n', submission: 1, digest: 'sha256:one' },
    nonce: 'x',
    person: 'asha',
    session: 's',
    at: APPROVAL.at,
  },
  challenge: 'abc',
  client: { type: 'webauthn.get', challenge: 'abc', origin: 'https://desk.example' },
  nameSha256: 'aa',
  ownNameSha256: 'aa',
  verifiedPerson: true,
  counter: 5,
};
const GIVEN = {
  approval: APPROVAL,
  assertion: ASSERTION,
  passkey: { personId: 'asha', revoked: false },
  relyingParty: { id: 'desk.example', origin: 'https://desk.example' },
  counterBefore: 4,
};
const { statement, client } = ASSERTION;

describe('doubtPasskey', () => {
  test('accepts a valid confirmation, also from a passkey with no counter or a first count', () => {
    expect(doubtPasskey(GIVEN)).toBeNull();
    expect(doubtPasskey({ ...GIVEN, counterBefore: null })).toBeNull();
    expect(doubtPasskey({ ...GIVEN, counterBefore: 0, assertion: { ...ASSERTION, counter: 0 } })).toBeNull();
  });

  test.each<[string, Partial<ReadAssertion>, RegExp]>([
    ['of another type', { client: { ...client, type: 'webauthn.create' } }, /something other/],
    ['of another challenge', { client: { ...client, challenge: 'abd' } }, /something other/],
    [
      'of another digest',
      { statement: { ...statement, act: { ...statement.act, digest: 'two' } as never } },
      /something other/,
    ],
    ['of another person', { statement: { ...statement, person: 'adil' } }, /something other/],
    [
      'of a ratification',
      { statement: { ...statement, act: { ...statement.act, command: 'ratify' } as never } },
      /something other/,
    ],
    ['at different address', { client: { ...client, origin: 'https://desk.example.evil' } }, /different address/],
    ['for different domain', { nameSha256: 'bb' }, /different domain/],
    ['by an unlocked one', { verifiedPerson: false }, /without verifying/],
    ['with the same count', { counter: 4 }, /went back/],
    ['with no count any more', { counter: 0 }, /went back/],
  ])('doubts a confirmation %s', (_what, patch, reason) => {
    expect(doubtPasskey({ ...GIVEN, assertion: { ...ASSERTION, ...patch } })).toMatch(reason);
  });

  test.each([
    [undefined, /unknown passkey/],
    [{ personId: 'adil', revoked: false }, /another person's/],
    [{ personId: 'asha', revoked: true }, /has been removed/],
  ])('doubts a confirmation whose passkey on record is %j', (passkey, reason) => {
    expect(doubtPasskey({ ...GIVEN, passkey })).toMatch(reason);
  });
});
