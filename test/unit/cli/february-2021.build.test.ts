import { expect, test } from '@jest/globals';
import { buildFebruary2021 } from '../../../cli/demo/february-2021.js';
import type { DemoStep } from '../../../cli/demo/step.js';
import { GROUNDS_BY_ACTION, type GroundCode } from '../../../domain/targets/ground.js';
import type { DecisionAction } from '../../../domain/targets/decision-action.js';
import { hasReference, namesAuthority, pressingWords, wrongSigners } from '../../../domain/documents/signs.js';
import { readTarget } from '../../../domain/targets/target.js';

const NOW_MS = Date.parse('2026-03-01T12:00:00Z');
const { steps } = buildFebruary2021({ nowMs: NOW_MS });

function findIntake(notice: string) {
  const step = steps.find((candidate) => candidate.act === 'intake' && candidate.notice === notice);
  return (step as Extract<DemoStep, { act: 'intake' }>).body;
}
const first = findIntake('first_order').targets ?? [];
const second = findIntake('second_order').targets ?? [];

test('the first order names 256 addresses and one hashtag', () => {
  expect(first).toHaveLength(257);
  expect(first.filter(({ type }) => type === 'url')).toHaveLength(256);
  expect(first.filter(({ type }) => type === 'hashtag')).toHaveLength(1);
});

test('the second order names 1,178 accounts', () => {
  expect(second).toHaveLength(1178);
  expect(second.every(({ type }) => type === 'account')).toBe(true);
});

test.each([[first], [second]])('an order names no target twice and none that is malformed or flagged', (targets) => {
  const read = targets.map((target) => readTarget(target));
  expect(new Set(read.map(({ nearKey }) => nearKey)).size).toBe(targets.length);
  expect(read.filter(({ problem, flags }) => problem !== null || flags.length > 0)).toEqual([]);
  // The platform simulator gets the locators as they are here, so URLs must already be normalised.
  expect(read.filter(({ type, normalised, locator }) => type === 'url' && normalised !== locator)).toEqual([]);
});

test('every name is made up', () => {
  const synthetic =
    /^(@[a-z]+_example_\d{4}|#[a-z]+_hashtag_example|https:\/\/social\.example\/[a-z]+(_[a-z]+)*_example(_\d+)?(\/status\/9000\d+)?)$/;
  expect([...first, ...second].map(({ locator }) => locator).filter((locator) => !synthetic.test(locator))).toEqual([]);
});

test('37 scattered accounts are to be left out, and the platform knows the protected ones', () => {
  const spared = second.filter(({ note }) => ['News', 'Reporter', 'Politician', 'Activist'].includes(note));
  expect(spared).toHaveLength(37);
  const numbers = spared.map((target) => second.indexOf(target));
  expect(Math.max(...numbers) - Math.min(...numbers)).toBeGreaterThan(800);
  const configured = steps.flatMap((step) => (step.act === 'configure_platform' ? step.targets : []));
  const known = new Set([...first, ...second].map(({ locator }) => locator));
  expect(configured.filter(({ locator }) => known.has(locator))).toHaveLength(configured.length);
  expect(configured.filter(({ type }) => type === 'account')).toHaveLength(29);
});

test('the second order is one hour old with 25 hours left, and the notices are in sequence', () => {
  const at = (notice: string) => Date.parse(findIntake(notice).receivedAt);
  expect(at('second_order')).toBe(NOW_MS - 3_600_000);
  expect(findIntake('second_order').orderedDeadline).toEqual({ within: 'PT26H' });
  expect(at('first_order')).toBeLessThan(at('non_compliance_notice'));
  expect(at('non_compliance_notice')).toBeLessThan(at('second_order'));
});

test('links form the chain of notices, and no target of the second order is decided', () => {
  const links = steps.flatMap((step) => (step.act === 'intake' ? step.relatesTo.map(({ as }) => as) : []));
  expect(links).toEqual(['non_compliance_of', 'follows']);
  const commands = steps.flatMap((step) =>
    step.act === 'command' && step.notice === 'second_order' ? [step.command] : [],
  );
  expect(commands).toEqual(['triage']);
});

test('each document has letterhead, number and a listed signer, but one that shows a doubt', () => {
  const listed = [{ name: 'Signer Demo', rank: 'authorised officer' }];
  const ministry = { id: 'in-meity', name: 'Ministry of Electronics and Information Technology', country: 'IN' };
  const odd = (['first_order', 'non_compliance_notice', 'second_order'] as const).filter((notice) => {
    const { body, reference, receivedAt } = findIntake(notice);
    expect([namesAuthority(body, ministry), hasReference(body, reference), pressingWords(body)]).toEqual([
      true,
      true,
      [],
    ]);
    return wrongSigners(body, listed, Date.parse(receivedAt)).length > 0;
  });
  expect(odd).toEqual(['non_compliance_notice']);
});

test('every ground fits its action', () => {
  for (const step of steps) {
    if (step.act !== 'command' || step.command !== 'decide') continue;
    const { action, grounds } = step.body as { action: DecisionAction; grounds: GroundCode[] };
    expect(grounds.filter((ground) => !GROUNDS_BY_ACTION[action].includes(ground))).toEqual([]);
  }
});

test('step names are unique, and the same instant builds the same case', () => {
  expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length);
  expect(buildFebruary2021({ nowMs: NOW_MS })).toEqual({ steps });
});
