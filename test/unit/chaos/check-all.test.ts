import { describe, expect, test } from '@jest/globals';
import { checkAll } from '../../chaos/check/check-all.js';
import { checkCoverage } from '../../chaos/check/coverage.js';
import { CORE } from '../../chaos/desk.js';
import type { Evidence } from '../../chaos/evidence.js';
import type { InvokeLine } from '../../chaos/journal.js';
import { aFinalNotice, aGoodRun, aWrite, ITEMS, steps } from '../../support/small-run.js';

const failing = (evidence: Evidence): string[] =>
  checkAll(evidence)
    .filter(({ differences }) => differences.length > 0)
    .map(({ name }) => name);

const listDifferences = (evidence: Evidence, name: string): string[] =>
  (checkAll(evidence).find((finding) => finding.name === name)?.differences ?? []).map(
    ({ what, wanted, found }) => `${what}: ${wanted} / ${found}`,
  );

test('checkAll finds no differences in a good run, where every checker but held examined something', () => {
  const findings = checkAll(aGoodRun().evidence);
  expect(findings.flatMap(({ differences }) => differences)).toEqual([]);
  expect(findings.filter(({ checked }) => checked === 0).map(({ name }) => name)).toEqual(['held']);
});

describe('checker of the platform’s state', () => {
  test('detects a missing and a surplus country', () => {
    const { evidence } = aGoodRun();
    evidence.platform.states[0] = { id: ITEMS[0] ?? '', countries: [], everywhere: false };
    evidence.platform.states[1] = { id: ITEMS[1] ?? '', countries: ['IN', 'PK'], everywhere: false };
    expect(listDifferences(evidence, 'platform-state')).toEqual([
      'state of item_a: IN / nothing',
      'state of item_b: IN / IN+PK',
    ]);
    expect(failing(evidence)).toContain('restrictions');
  });

  test('detects a restriction on an item that no order named', () => {
    const { evidence } = aGoodRun();
    evidence.platform.states.push({ id: 'stranger', countries: [], everywhere: true });
    expect(failing(evidence)).toEqual(['platform-state', 'restrictions']);
  });

  test('expects another order’s restriction, and only that, to remain after a restoration', () => {
    const { journal, evidence } = aGoodRun();
    const other = steps(journal, 'N2');
    other.receive();
    other.decide([1, 2, 3], 'withhold', ['IN', 'PK']);
    other.submit();
    other.approve();
    steps(journal).reinstate([1, 2]);
    const state = (countries: string[]) => ({ id: ITEMS[0] ?? '', countries, everywhere: false });
    for (const [countries, isRight] of [
      [['IN', 'PK'], true],
      [['PK'], false],
      [[], false],
    ] as const) {
      evidence.platform.states = [state([...countries]), ...evidence.platform.states.slice(1)].map((one) => ({
        ...one,
        countries: one.id === ITEMS[0] ? one.countries : ['IN', 'PK'],
      }));
      expect(failing(evidence).includes('platform-state')).toBe(!isRight);
    }
  });

  test('accepts any countries once an item is removed everywhere', () => {
    const { journal, evidence } = aGoodRun();
    const other = steps(journal, 'N2');
    other.receive();
    other.decide([1, 2, 3], 'remove_law');
    other.submit();
    other.approve();
    evidence.platform.states = ITEMS.map((id) => ({ id, countries: ['IN'], everywhere: true }));
    expect(failing(evidence)).not.toContain('platform-state');
    evidence.platform.states = ITEMS.map((id) => ({ id, countries: ['IN'], everywhere: false }));
    expect(failing(evidence)).toContain('platform-state');
  });
});

describe('checkers of platform writes', () => {
  test('detect a second write of one effect, whatever its operation key', () => {
    const { evidence } = aGoodRun();
    evidence.platform.journal.push(aWrite('N1:1:1:withhold:0.4711', { seq: 4 }));
    expect(listDifferences(evidence, 'one-write')).toEqual([
      'second effect of N1:1:1:withhold: N1:1:1:withhold / N1:1:1:withhold:0.4711',
      'a key made otherwise: notice:submission:target:action / N1:1:1:withhold:0.4711',
    ]);
    expect(failing(evidence)).toContain('dedupe');
  });

  test('accept a second write under another attempt that a repair requested', () => {
    const { evidence } = aGoodRun();
    evidence.platform.journal.push(aWrite('N1:1:1:withhold:r2', { seq: 4 }));
    expect(failing(evidence)).not.toContain('one-write');
  });

  test('ignore a write that the platform refused', () => {
    const { evidence } = aGoodRun();
    evidence.platform.journal.push(aWrite('N1:1:1:withhold:0.4711', { seq: 4, status: 'refused' }));
    expect(failing(evidence)).toEqual([]);
  });

  test.each([
    ['of an unknown order', aWrite('N9:1:1:withhold', { seq: 4 })],
    ['of an unknown submission', aWrite('N1:7:1:withhold', { seq: 4 })],
    ['on a target outside the submission', aWrite('N1:1:9:withhold', { seq: 4 })],
    ['of another action', aWrite('N1:1:1:remove', { seq: 4 })],
    ['in another country', aWrite('N1:1:1:withhold', { seq: 1, countries: ['IN', 'PK'] })],
    ['on another item', aWrite('N1:1:1:withhold', { seq: 1, id: 'item_z' })],
    ['before the last approval', aWrite('N1:1:1:withhold', { seq: 1, atMs: 1 })],
    ['that undoes the act of another order', aWrite('N1:1:1:restore', { seq: 4, undoes: 'N2:1:1:withhold' })],
  ])('detect an unapproved write: %s', (_, write) => {
    const { evidence } = aGoodRun();
    evidence.platform.journal = [...evidence.platform.journal.filter(({ key }) => key !== write.key), write];
    expect(failing(evidence)).toContain('approved');
  });

  test('reject an approval by the author, by a person without the role, or twice by one person', () => {
    for (const approvals of [['reviewer'], ['intake'], []] as const) {
      const { evidence } = aGoodRun();
      evidence.journal = evidence.journal.map((line) =>
        line.phase === 'invoke' && line.op === 'approve' && line.expect === 'ok'
          ? { ...line, as: approvals[0] ?? 'harness' }
          : line,
      );
      expect(failing(evidence)).toContain('approved');
    }
    const { journal, evidence } = aGoodRun();
    const guarded = steps(journal, 'N2');
    guarded.receive({ protectedItems: ITEMS });
    guarded.reviewed();
    guarded.decide();
    guarded.submit(1, 2);
    guarded.approve(1, 'approver');
    guarded.approve(1, 'approver');
    evidence.platform.journal.push(aWrite('N2:1:1:withhold', { seq: 4 }));
    expect(listDifferences(evidence, 'approved')).toEqual([
      'effect N2:1:1:withhold: an approved submission / by reviewer, approved by approver, approver',
    ]);
    guarded.approve(1, 'counsel');
    expect(failing(evidence)).not.toContain('approved');
  });

  test('require counsel for a protected item, also where its protection was learned too late', () => {
    const { journal, evidence } = aGoodRun();
    const guarded = steps(journal, 'N2');
    guarded.receive({ protectedItems: ['item_a'] });
    guarded.decide();
    guarded.submit();
    guarded.approve();
    evidence.platform.journal.push(aWrite('N2:1:2:withhold', { seq: 4 }));
    expect(failing(evidence)).not.toContain('approved');
    evidence.platform.journal.push(aWrite('N2:1:1:withhold', { seq: 5 }));
    expect(listDifferences(evidence, 'approved')).toEqual([
      'effect N2:1:1:withhold: the approval of counsel, because the item is protected / by reviewer, approved by approver',
    ]);
  });

  test('detect a write of a submission that was returned', () => {
    const { journal, evidence } = aGoodRun();
    journal.ok({ op: 'return', as: 'approver', body: { submission: 1 } });
    expect(failing(evidence)).toContain('approved');
  });

  test('detect a change of owner between review and last approval', () => {
    const { journal, evidence } = aGoodRun();
    const other = steps(journal, 'N2');
    other.receive();
    other.reviewed();
    other.decide();
    other.submit();
    journal.ok({ op: 'change_owner', as: 'harness', body: { item: ITEMS[0] ?? '', owner: 'new' } });
    other.approve();
    evidence.platform.journal.push(aWrite('N2:1:1:withhold', { seq: 4 }), aWrite('N2:1:2:withhold', { seq: 5 }));
    expect(checkAll(evidence).find(({ name }) => name === 'owner')?.differences).toMatchObject([
      { what: 'effect N2:1:1:withhold', notice: 'N2' },
    ]);
  });

  test('detect a lifted restriction that another order still holds, even if it was set again', () => {
    const { journal, evidence } = aGoodRun();
    const other = steps(journal, 'N2');
    other.receive();
    other.decide();
    other.submit();
    other.approve();
    other.reinstate([1]);
    const held = aWrite('N2:1:1:withhold', { seq: 4 });
    evidence.platform.journal.push(held, aWrite('N2:2:1:restore', { seq: 5, undoes: held.key }));
    expect(listDifferences(evidence, 'held')).toEqual(['held by N1: IN / N2:2:1:restore lifted IN']);
  });

  test('detect an approved effect that is missing, unless its target failed for a valid reason', () => {
    const { journal, evidence } = aGoodRun();
    evidence.platform.journal.shift();
    expect(failing(evidence)).toEqual(['done', 'receipts']);
    const [first] = evidence.notices;
    Object.assign(first?.targets[0] ?? {}, { status: 'failed', problem: 'owner_changed', receipt: null });
    Object.assign(first?.counts ?? {}, { applied: 2, failed: 1 });
    expect(failing(evidence)).toContain('done');
    journal.ok({ op: 'change_owner', as: 'harness', body: { item: ITEMS[0] ?? '', owner: 'new' } });
    evidence.platform.states.shift();
    evidence.restrictions.shift();
    expect(failing(evidence)).toEqual([]);
  });
});

describe('checkers of the registry', () => {
  test('detect a lost order, a duplicate, and one that was never sent', () => {
    const lost = aGoodRun().evidence;
    lost.notices = [];
    expect(failing(lost)).toContain('nothing-lost');
    const twice = aGoodRun().evidence;
    twice.notices.push(aFinalNotice({ id: 'N2', reference: 'CHAOS/N1' }));
    expect(failing(twice)).toContain('nothing-lost');
    const stranger = aGoodRun().evidence;
    stranger.notices.push(aFinalNotice({ id: 'N2' }));
    expect(failing(stranger)).toContain('nothing-lost');
  });

  test('detect a lost, a changed and a surplus target', () => {
    for (const change of [
      (targets: unknown[]) => void targets.pop(),
      (targets: unknown[]) => void Object.assign(targets[1] ?? {}, { locator: '@other' }),
      (targets: unknown[]) => void targets.push({ ...(targets[2] as object), no: 4 }),
    ]) {
      const { evidence } = aGoodRun();
      change(evidence.notices[0]?.targets ?? []);
      expect(failing(evidence)).toContain('nothing-lost');
    }
  });

  test.each([
    ['ends with pending targets', { applied: 1, pending: 1 }],
    ['does not end', { finishedAt: null }],
    ['counts more than there are', { applied: 3 }],
    ['has fewer in all than were approved', { total: 2, applied: 1 }],
    ['has targets refused', { applied: 1, refused: 1 }],
  ])('detect an enforcement that %s', (_, patch) => {
    const { evidence } = aGoodRun();
    Object.assign(evidence.notices[0]?.enforcements[0] ?? {}, patch);
    expect(failing(evidence)).toContain('counts');
  });

  test.each([
    ['stays approved', { status: 'approved' }],
    ['fails although it took effect', { status: 'failed', problem: 'not_found' }],
    ['shows a receipt that the platform did not give', { receipt: 'a made-up one' }],
    ['shows no receipt', { receipt: null }],
    ['counts as restored and was not', { status: 'restored' }],
    ['is another item', { platformId: 'item_z' }],
  ])('detect a target that %s', (_, patch) => {
    const { evidence } = aGoodRun();
    Object.assign(evidence.notices[0]?.targets[0] ?? {}, patch);
    expect(failing(evidence)).toContain('receipts');
  });

  test('detect restrictions that differ from the platform, either way', () => {
    const more = aGoodRun().evidence;
    more.platform.states.pop();
    expect(failing(more)).toEqual(['platform-state', 'restrictions']);
    const less = aGoodRun().evidence;
    less.restrictions.pop();
    expect(failing(less)).toEqual(['restrictions']);
  });

  test('detect a command that is in the audit log twice or not at all', () => {
    const twice = aGoodRun().evidence;
    twice.audit.push(...twice.audit.filter(({ action }) => action === 'approve'));
    expect(failing(twice)).toEqual(['timeline']);
    const missing = aGoodRun().evidence;
    missing.audit = missing.audit.filter(({ action }) => action !== 'targets_applied');
    expect(failing(missing)).toEqual(['timeline']);
  });
});

describe('checkers of answers and coverage', () => {
  test('detect an accepted command that had to be refused, and the reverse', () => {
    const accepted = aGoodRun();
    accepted.journal.ok({ op: 'approve', expect: 'refusal', as: 'counsel', body: { submission: 9, digest: 'x' } });
    expect(failing(accepted.evidence)).toContain('answers');
    const refused = aGoodRun();
    refused.journal.fail({ op: 'triage', body: {} });
    expect(failing(refused.evidence)).toEqual(['answers']);
  });

  test('accept a refusal of a command that was accepted later', () => {
    const { journal, evidence } = aGoodRun();
    const triage = (n: number, atMs: number): InvokeLine => ({
      n,
      atMs,
      phase: 'invoke',
      op: 'triage',
      as: 'reviewer',
      life: 1,
      notice: 'N1',
      expect: 'ok',
      body: {},
    });
    journal.lines.push(triage(90, 900), {
      n: 90,
      atMs: 901,
      phase: 'fail',
      status: 409,
      problem: 'urn:notice-desk:problem:illegal-transition Not yet.',
    });
    expect(failing(evidence)).toEqual(['answers']);
    journal.lines.push(triage(91, 910), { n: 91, atMs: 911, phase: 'ok', answer: {} });
    expect(failing(evidence)).toEqual(['timeline']);
  });

  test('detect a missing answer', () => {
    const { evidence } = aGoodRun();
    evidence.journal = evidence.journal.slice(0, -1);
    expect(failing(evidence)).toContain('answers');
  });
});

test('checkAll detects a case that did not finish', () => {
  const { evidence } = aGoodRun();
  evidence.unfinished.push('life 3: no answer');
  expect(failing(evidence)).toEqual(['settled']);
  evidence.unfinished = [];
  evidence.notices[0] = aFinalNotice({ stage: 'enforcement' });
  expect(failing(evidence)).toEqual(['settled']);
});

test('checkCoverage detects failures that never happened, and stale reads only where reads were sampled', () => {
  const { evidence } = aGoodRun();
  const never = () => checkCoverage(evidence, CORE).differences.map(({ what }) => what);
  expect(never()).toEqual(expect.arrayContaining(['applyThenDrop', 'kill postgres', 'restoration']));
  expect(never()).not.toContain('stale');
  evidence.platform.looks = 1;
  expect(never()).toContain('stale');
});
