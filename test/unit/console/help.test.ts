import { describe, expect, test } from '@jest/globals';
import '../../support/words.js';
import { findTopic, TERMS_OF } from '../../../console/help/topics.js';
import { listRoleSteps } from '../../../console/help/use-steps.js';
import { withRecent } from '../../../console/search/recent.js';
import { toRows } from '../../../console/search/found-rows.js';
import { isOpenTo, PLACES } from '../../../console/frame/places.js';
import { FIRST_STEPS, listDoneSteps, listStepActs, STEP_FACTS } from '../../../domain/people/first-steps.js';
import { can, ROLES } from '../../../domain/people/permission.js';
import type { Words } from '../../../console/words/use-words.js';
import help from '../../../console/words/en/help.json' with { type: 'json' };
import terms from '../../../console/words/en/terms.json' with { type: 'json' };

describe('help of a screen', () => {
  test.each([
    ['/', 'queue'],
    ['/for-me', 'for-me'],
    ['/notices/0190', 'review'],
    ['/notices/0190/approval', 'approval'],
    ['/notices/0190/nowhere', null],
    ['/review', null],
    ['/constructor', null],
    ['/claim', null],
  ])('is found at %s', (path, topic) => {
    expect(findTopic(path)).toBe(topic);
  });

  test('has a page and the terms of every screen', () => {
    expect(Object.keys(TERMS_OF).sort()).toEqual(Object.keys(help.topic).sort());
    for (const name of Object.values(TERMS_OF).flat()) expect(Object.keys(terms)).toContain(name);
  });

  test('says each term in one sentence', () => {
    for (const { says } of Object.values(terms)) expect(says).toMatch(/^[^.]+\.$/);
  });
});

describe('first steps', () => {
  test('are five for each role, each with a text', () => {
    for (const role of ROLES) {
      expect(new Set(FIRST_STEPS[role]).size).toBe(5);
      for (const step of FIRST_STEPS[role]) expect(Object.keys(help.step)).toContain(step);
    }
  });

  test.each(ROLES.flatMap((role) => FIRST_STEPS[role].map((step) => [role, step] as const)))(
    'lead the %s to a screen that is open to them: %s',
    (role, step) => {
      const place = PLACES.find(({ to }) => to === STEP_FACTS[step].to);
      expect(place && isOpenTo(place.to, (permission) => can([role], permission))).toBe(true);
    },
  );

  test('are done by an act on record, once for a person of two roles', () => {
    expect(listDoneSteps(['approver', 'counsel'], new Set(['approve', 'annotate']))).toEqual(['approve', 'comment']);
    expect(listDoneSteps(['auditor'], new Set(['approve']))).toEqual([]);
    expect(listDoneSteps([], new Set(['approve']))).toEqual([]);
    expect(new Set(listStepActs([...ROLES])).size).toBe(listStepActs([...ROLES]).length);
  });

  test('are done when ticked, unless another role owns the step', () => {
    const [auditor] = listRoleSteps(['auditor'], new Set(['passkey']), ['log', 'claim']);
    expect(auditor?.steps.filter(({ isDone }) => isDone).map(({ step }) => step)).toEqual(['log', 'passkey']);
    expect(auditor?.steps.find(({ step }) => step === 'passkey')?.isRecorded).toBe(true);
  });
});

describe('search', () => {
  test('remembers five texts, each once, newest first', () => {
    expect(withRecent(['a', 'Spam', 'c'], 'spam')).toEqual(['spam', 'a', 'c']);
    expect(withRecent(['1', '2', '3', '4', '5'], '6')).toEqual(['6', '1', '2', '3', '4']);
  });

  const t: Words = (key, values) => `${key} ${JSON.stringify(values ?? {})}`;
  const none = { notices: [], targets: [], mail: [], letters: [], audit: [], imported: [], authorities: [], laws: [] };
  const target = { notice: 'n1', number: 'N-1', no: 7, type: 'account', locator: '@one', status: 'applied' } as const;

  test('leads to the target within its notice, and to the letter', () => {
    const at = '2026-01-01T00:00:00.000Z';
    const letter = { notice: 'n1', number: 'N-1', n: 2, kind: 'receipt', subject: 'Received', at } as never;
    const rows = toRows({ ...none, targets: [target], letters: [letter] }, { t, readsNotices: true });
    expect(rows.targets[0]?.way).toEqual({ to: '/notices/n1', search: { q: '@one' } });
    expect(rows.letters[0]?.way).toEqual({ to: '/notices/n1/letters', search: { letter: '2' } });
  });

  test('leads people who cannot read notices to the list of what they filed', () => {
    const notice = { id: 'n1', number: 'N-1', reference: 'A/1' } as never;
    const rows = toRows({ ...none, notices: [notice] }, { t, readsNotices: false });
    expect(rows.notices[0]).toMatchObject({ about: 'A/1', way: { to: '/', search: { open: 'n1' } } });
  });
});
