import { describe, expect, test } from '@jest/globals';
import { decideUserNotice, type UserNoticeFacts } from '../../../../domain/duties/user-notice.js';
import type { RegimeVersion } from '../../../../domain/rulebook/regime.js';
import type { Secrecy } from '../../../../domain/notices/secrecy.js';

const AT = Date.parse('2026-03-01T00:00:00Z');
const OPEN: Secrecy = { level: 'open', people: [], untilMs: null };
const GAGGED: Secrecy = { level: 'gagged', people: ['caro'], untilMs: null };
const PROOF = { source: 'Act, s. 1', confidence: 'secondary' as const, reviewer: null };

type Said = Partial<NonNullable<RegimeVersion['userNotice']>>;
const law = (userNotice: Said | null, secrecy: RegimeVersion['secrecy'] = null): UserNoticeFacts['law'] => ({
  userNotice: userNotice === null ? null : { rule: 'required', text: 'Tell the user.', ...PROOF, ...userNotice },
  secrecy,
});
const decideFor = (facts: Partial<UserNoticeFacts>) =>
  decideUserNotice({ action: 'withhold', law: law({}), secrecy: OPEN, ...facts }, AT);

describe('decideUserNotice', () => {
  test('notifies the user now, as a duty with its source, if the law requires it', () => {
    expect(decideFor({})).toEqual({
      decision: 'now',
      untilMs: null,
      awaitsCounsel: false,
      required: true,
      rule: { basis: 'law', text: 'Tell the user.', source: 'Act, s. 1', confidence: 'secondary' },
    });
  });

  test('waits for counsel if the law is contested, secret or not, and then follows counsel’s decision', () => {
    const contested = { law: law({ rule: 'contested' }) };
    for (const secrecy of [OPEN, GAGGED])
      expect(decideFor({ ...contested, secrecy })).toMatchObject({
        decision: 'after',
        untilMs: null,
        awaitsCounsel: true,
        required: false,
        rule: { basis: 'law' },
      });
    expect(decideFor({ ...contested, counsel: { user_notice: true } })).toMatchObject({
      decision: 'now',
      awaitsCounsel: false,
    });
    expect(decideFor({ ...contested, counsel: { user_notice: false } })).toMatchObject({ decision: 'never' });
    expect(decideFor({ ...contested, secrecy: GAGGED, counsel: { user_notice: true } })).toMatchObject({
      decision: 'after',
      awaitsCounsel: false,
    });
  });

  test.each([['allowed' as const], [null]])('notifies the user now by company policy if the law says %s', (rule) => {
    const said = rule === null ? null : { rule };
    expect(decideFor({ law: law(said) })).toMatchObject({
      decision: 'now',
      required: false,
      rule: { basis: 'policy' },
    });
    expect(decideFor({ law: undefined })).toMatchObject({
      decision: 'now',
      required: false,
      rule: { basis: 'policy' },
    });
  });

  test('never notifies the user if the law forbids it for good, secret or not', () => {
    const forbids = law({ rule: 'forbidden', when: 'never' });
    for (const secrecy of [OPEN, GAGGED])
      expect(decideFor({ law: forbids, secrecy })).toMatchObject({
        decision: 'never',
        required: false,
        rule: { basis: 'law' },
      });
    expect(decideFor({ law: law({ rule: 'forbidden' }) })).toMatchObject({ decision: 'never' });
  });

  test('notifies the user after secrecy ends or at the recorded instant, and keeps it a duty', () => {
    expect(decideFor({ secrecy: GAGGED })).toMatchObject({ decision: 'after', untilMs: null, required: true });
    const untilMs = AT + 1;
    expect(decideFor({ secrecy: { ...GAGGED, untilMs } })).toMatchObject({ decision: 'after', untilMs });
    expect(decideFor({ secrecy: { ...GAGGED, untilMs: AT } })).toMatchObject({ decision: 'now' });
  });

  test('postpones the user notice only while the secrecy that forbids it lasts', () => {
    const gag = law({ rule: 'forbidden', when: 'after_secrecy' });
    expect(decideFor({ law: gag, secrecy: GAGGED })).toMatchObject({ decision: 'after', rule: { basis: 'law' } });
    expect(decideFor({ law: gag })).toMatchObject({ decision: 'now', rule: { basis: 'policy' } });
  });

  test('names the secrecy rule that postpones the user notice', () => {
    const secret = { level: 'restricted' as const, text: 'Strictly confidential.', ...PROOF };
    expect(decideFor({ law: law({}, secret), secrecy: GAGGED }).rule).toMatchObject({
      basis: 'law',
      text: 'Strictly confidential.',
    });
    expect(decideFor({ secrecy: GAGGED }).rule.basis).toBe('secrecy');
  });

  test('never notifies the user of an item that is only preserved', () => {
    expect(decideFor({ action: 'preserve' })).toMatchObject({
      decision: 'never',
      required: false,
      rule: { basis: 'policy' },
    });
  });
});
