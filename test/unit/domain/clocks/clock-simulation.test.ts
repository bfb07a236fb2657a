import { describe, expect, test } from '@jest/globals';
import { checkCase, liveCase } from '../../../support/clock-simulation.js';
import { cases, seedOr } from '../../../support/jest/cases.js';

/** Number of seeds; `SIMULATED_CASES=100000` runs more. A failure names its seed, which can be rerun alone. */
const CASES = Number(process.env['SIMULATED_CASES'] ?? cases(10_000));
const FIRST = seedOr(1);

describe(`${CASES} seeded clock simulations`, () => {
  test('have no early, repeated, late or missing step', () => {
    let moves = 0;
    let sent = 0;
    for (let seed = FIRST; seed < FIRST + CASES; seed += 1) {
      const lived = liveCase(seed);
      const wrong = checkCase(lived);
      if (wrong.length > 0) throw new Error(`seed ${seed}: ${wrong.join('; ')}`);
      moves += lived.movedAtMs.length - 1;
      sent += lived.sent.length;
    }
    // The simulation must have enough events to find faults in.
    expect(moves).toBeGreaterThan(CASES / 2);
    expect(sent).toBeGreaterThan(CASES * 3);
  });

  test('detect a step sent twice, too early or not at all', () => {
    const lived = liveCase(2);
    const [first] = lived.sent;
    if (first === undefined) throw new Error('seed 2 sends nothing');
    expect(checkCase({ ...lived, sent: [...lived.sent, first] })).toContainEqual(`${first.key} was sent twice`);
    expect(checkCase({ ...lived, sent: [] }).join()).toMatch(/fired without a mail/);
    const early = lived.state.clocks.map((clock) => ({
      ...clock,
      escalation: clock.escalation.map((level) => ({ ...level, firedAtMs: level.atMs - 1 })),
    }));
    expect(checkCase({ ...lived, state: { ...lived.state, clocks: early } }).join()).toMatch(/fired 1 ms early/);
    const unfired = lived.state.clocks.map((clock) => ({
      ...clock,
      state: 'missed' as const,
      escalation: clock.escalation.map((level) => ({ ...level, firedAtMs: null })),
    }));
    expect(checkCase({ ...lived, state: { ...lived.state, clocks: unfired } }).join()).toMatch(/is missing/);
  });
});
