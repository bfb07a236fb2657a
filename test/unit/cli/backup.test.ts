import { expect, test } from '@jest/globals';
import { resolve } from 'node:path';
import { deskOfFile, run } from '../../support/fake-desk.js';

const desk = deskOfFile();
const MADE = { takenAt: '2026-11-28T03:00:00.000Z', running: true, files: 12, bytes: 3_000_000 };

async function runWith(args: string[], answer: { code: number; stdout: string }) {
  const tasks: unknown[] = [];
  const runProgram = async (_: string, argument: string) => {
    tasks.push(JSON.parse(argument));
    return answer;
  };
  return { ...(await run(desk, args, { runProgram })), tasks };
}

test('backup passes on home and file, and prints the time of the copy', async () => {
  const { code, out, tasks } = await runWith(['backup', 'b.zip', '--without-keys'], {
    code: 0,
    stdout: JSON.stringify(MADE),
  });
  expect(tasks).toEqual([{ act: 'backup', home: desk.home, file: resolve('b.zip'), withoutKeys: true }]);
  expect([code, out]).toEqual([0, 'b.zip: the desk as of 2026-11-28T03:00:00.000Z, 12 files, 3 MB, without keys\n']);
});

test('restore prints how to start the desk, and --verify only verifies', async () => {
  const made = { code: 0, stdout: `${JSON.stringify(MADE)}\n` };
  const restored = await runWith(['restore', 'b.zip', '--keys', 'k.json'], made);
  expect(restored.tasks).toEqual([
    { act: 'restore', home: desk.home, file: resolve('b.zip'), keys: resolve('k.json') },
  ]);
  expect(restored.out).toContain(`DESK_HOME=${desk.home} npm start`);
  const verified = await runWith(['restore', 'b.zip', '--verify', '--json'], made);
  expect(verified.tasks).toMatchObject([{ act: 'verify' }]);
  expect(JSON.parse(verified.out)).toEqual(MADE);
});

test('backup prints the reported problem, and a crash as an error', async () => {
  const refused = await runWith(['backup', 'b.zip'], {
    code: 1,
    stdout: JSON.stringify({ problem: 'b.zip: there already.' }),
  });
  expect([refused.code, refused.err]).toEqual([1, 'notice-desk: b.zip: there already.\n']);
  const crashed = await runWith(['backup', 'b.zip'], { code: 134, stdout: '' });
  expect([crashed.code, crashed.err]).toEqual([1, 'notice-desk: the program exited with 134\n']);
});
