import { describe, expect, test } from '@jest/globals';
import { canaryStep, type CanaryFacts } from '../../../domain/notices/canary-step.js';

const FRESH: CanaryFacts = {
  stage: 'triage',
  acknowledged: false,
  reported: false,
  resolved: false,
  undecided: 1,
  acts: true,
  applied: 0,
  restored: 0,
};
const DONE = { acknowledged: true, reported: true, resolved: true, undecided: 0 };

describe('canaryStep', () => {
  test.each<[string, CanaryFacts | undefined]>([
    ['receive', undefined],
    ['acknowledgement', FRESH],
    ['triage', { ...FRESH, acknowledged: true }],
    ['resolution', { ...FRESH, acknowledged: true, stage: 'review' }],
    ['decide', { ...FRESH, acknowledged: true, resolved: true, stage: 'review' }],
    ['submit', { ...FRESH, ...DONE, stage: 'review' }],
    ['approve', { ...FRESH, ...DONE, stage: 'approval' }],
    ['enforcement', { ...FRESH, ...DONE, stage: 'enforcement' }],
    ['report', { ...FRESH, ...DONE, applied: 1, stage: 'reporting' }],
    ['report', { ...FRESH, ...DONE, reported: false, applied: 1, stage: 'in_force' }],
    ['restore', { ...FRESH, ...DONE, applied: 1, stage: 'in_force' }],
    ['close', { ...FRESH, ...DONE, applied: 1, restored: 1, stage: 'in_force' }],
    ['done', { ...FRESH, ...DONE, applied: 1, restored: 1, stage: 'closed' }],
  ])('is %s for the recorded facts', (step, facts) => {
    expect(canaryStep(facts)).toBe(step);
  });

  test('waits for the enforcement that the platform has not done', () => {
    expect(canaryStep({ ...FRESH, ...DONE, stage: 'in_force' })).toBe('enforcement');
  });

  test('is close, without enforcement, where the platform keeps no target for the canary', () => {
    expect(canaryStep({ ...FRESH, ...DONE, acts: false, stage: 'in_force' })).toBe('close');
  });
});
