import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { eventually } from '../support/eventually.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

const PAGE = readFileSync(new URL('../../docs/getting-started.md', import.meta.url), 'utf8');
const ROOT = new URL('../../', import.meta.url).pathname;

let desk: RunningDesk;
beforeAll(async () => {
  desk = await startDesk({ DESK_DEMO: 'on', DESK_RULEBOOK: '' });
  await eventually(
    () => desk.call('reviewer', 'GET', '/v1/notices?q=1,178'),
    ({ body }) => body.items[0]?.stage === 'review',
    90_000,
  );
});
afterAll(() => desk.discard());

function walk(): string[] {
  const section = PAGE.slice(PAGE.indexOf('## Five minutes'), PAGE.indexOf('## Next'));
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) =>
    block.replaceAll('./data/', `${desk.home}/`),
  );
}

function shell(script: string): { status: number | null; out: string } {
  // A script expands no alias; a function does the same.
  const prepared = script.replace("alias desk='npm run --silent cli --'", '').replace(/\n$/, '');
  const setup = 'desk() { npm run --silent cli -- "$@"; }; export -f desk;';
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `${setup}\n${prepared}`], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', DESK_HOME: desk.home },
  });
  return { status, out: `${stdout}${stderr}` };
}

test('the commands of docs/getting-started.md work word for word and have the effects that the page names', () => {
  const [look = '', take = '', ...others] = walk();
  const number = shell(`${look}\n${take}\necho; echo "$N"`).out.trim().split('\n').at(-1) ?? '';
  expect(number).toMatch(/^N-\d{4}-\d{6}$/);
  // One shell for the reader, several here.
  const [decide = '', submit = '', approve = '', see = '', curl = '', law = ''] = others.map(
    (block) => `N=${number}\n${block}`,
  );
  expect(shell(decide).out).toContain('0 still undecided');
  expect(shell(submit).out).toContain('0 of 2 approved');
  const approved = shell(approve).out;
  expect(approved).toContain('Another person must approve it');
  expect(approved).toContain('1141 of 1141 enforced');
  const seen = shell(see).out;
  expect(seen).toContain('report_of_effect');
  expect(seen).toMatch(/comply +us +met/);
  const answers = shell(`set -e\n${curl}`);
  expect(answers.status).toBe(0);
  expect(answers.out).toContain('"supportedBy"');
  expect(answers.out).toContain(`"number":"${number}"`);
  expect(answers.out).toContain('"targetsAccepted":1');
  const ran = shell(`set -e\n${law}`);
  expect(ran.status).toBe(0);
  expect(ran.out).toContain('comply: 36 hours → 3 hours');
  expect(ran.out).toContain('"working"');
});
