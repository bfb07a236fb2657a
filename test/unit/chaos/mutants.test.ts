import { expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { checkAll } from '../../chaos/check/check-all.js';
import { findCampaign } from '../../chaos/campaigns.js';
import { readOptions, USAGE } from '../../chaos/options.js';
import { MUTANTS } from '../../chaos/mutants/all.js';
import { editOnce } from '../../chaos/mutants/apply.js';
import { toFindingLine, toStory } from '../../chaos/report.js';
import { aGoodRun, aWrite } from '../../support/small-run.js';

const ROOT = new URL('../../../', import.meta.url);

test.each(MUTANTS.flatMap(({ name, campaign, edits }) => edits.map((edit) => ({ name, campaign, ...edit }))))(
  'mutant $name matches one place in $file',
  ({ file, find, put, name, campaign }) => {
    const below = findCampaign(campaign)?.kind === 'processes' ? 'dist/' : '';
    const text = readFileSync(new URL(`${below}${file}`, ROOT), 'utf8');
    expect(editOnce(text, { find, put, where: name })).not.toBe(text);
  },
);

test('editOnce reports a mutant whose place is missing or ambiguous', () => {
  const edit = { find: 'here', put: 'there', where: 'union: dist/x.js' };
  expect(() => editOnce('nowhere at all', { ...edit, find: 'gone' })).toThrow('union: dist/x.js has 0 places');
  expect(() => editOnce('here and here', edit)).toThrow('has 2 places');
  expect(editOnce('only here', edit)).toBe('only there');
});

test('every mutant names a campaign and an existing checker or test of it', () => {
  const { evidence } = aGoodRun();
  evidence.around = { inbound: [], outbox: [], letters: [], logProblems: [], leakingLogs: [] };
  const names = checkAll(evidence).map(({ name }) => name);
  for (const { name, campaign, run, caughtBy } of MUTANTS) {
    const found = findCampaign(campaign);
    const isThere = found?.kind === 'tests' ? existsSync(new URL(caughtBy, ROOT)) : names.includes(caughtBy);
    expect([name, isThere]).toEqual([name, true]);
    expect(readOptions([campaign, ...run], () => 0)).toMatchObject({ campaign: found });
  }
});

test('readOptions reads the options of a campaign and reports invalid ones', () => {
  const chance = () => 0.5;
  expect(readOptions(['enforcement'], chance)).toEqual({
    campaign: findCampaign('C7'),
    size: 100,
    seed: 500_000,
    notices: 20,
    victim: null,
    keep: false,
    mutant: null,
  });
  expect(
    readOptions(['enforcement', '--kills', '3', '--seed', '9', '--keep', '--mutant', 'union'], chance),
  ).toMatchObject({
    size: 3,
    seed: 9,
    keep: true,
    mutant: { name: 'union' },
  });
  expect(readOptions([], chance)).toBe(USAGE);
  expect(readOptions(['enforcement', '--kills', 'many'], chance)).toContain('--kills: a whole number');
  expect(readOptions(['enforcement', '--mutant', 'unknown'], chance)).toContain('dedupe');
  expect(readOptions(['c3', '--long'], chance)).toMatchObject({ campaign: { name: 'C3' }, size: 200_000 });
  expect(readOptions(['C3', '--kills', '3'], chance)).toBe('C3 is measured in cases: give --cases instead of --kills.');
});

test('toFindingLine prints the provable rate without differences, and each difference with its story', () => {
  const { evidence } = aGoodRun();
  const [good] = checkAll(evidence).filter(({ name }) => name === 'one-write');
  expect(good && toFindingLine(good)).toMatch(/^ok {3}one-write +3 effects +0 differences {2}\(rate below 100 %\)$/);
  evidence.platform.journal.push(aWrite('N1:1:1:withhold:0.1', { seq: 4 }));
  const [bad] = checkAll(evidence).filter(({ name }) => name === 'one-write');
  expect(bad && toFindingLine(bad)).toMatch(/^FAIL one-write +4 effects +2 differences$/);
  const story = bad ? toStory(bad, evidence) : [];
  expect(story.slice(0, 3)).toEqual([
    '  one-write: second effect of N1:1:1:withhold (item_a)',
    '    wanted N1:1:1:withhold',
    '    found  N1:1:1:withhold:0.1',
  ]);
  expect(story.join('\n')).toContain('"op":"approve"');
});
