import { expect, test } from '@jest/globals';
import { deskOfFile, run } from '../../support/fake-desk.js';

const desk = deskOfFile();
const ID = '01a21add-6403-70f5-a9c4-95584d392ee6';
const REQUIRED = [{ because: 'protected_class', targets: 2, source: null }];
const ANSWERS = [
  '--less-intrusive',
  'no: a label was tried',
  '--narrowest',
  'yes: India only',
  '--outweighed',
  'no: it stays up',
];

test('necessity says which rows need answers, and that there are none yet', async () => {
  desk.answer = () => ({ body: { required: REQUIRED, current: false, answered: null } });
  expect((await run(desk, ['notices', 'necessity', ID])).out).toBe('2 targets: protected class\nnot answered\n');
  desk.answer = () => ({ body: { required: [], current: true, answered: null } });
  expect((await run(desk, ['notices', 'necessity', ID])).out).toBe('Nothing has to be answered.\n');
});

test('answer-necessity sends the three answers', async () => {
  const answers = [{ question: 'narrowest', answer: 'yes', reason: 'India only' }];
  desk.answer = () => ({
    body: { required: REQUIRED, current: true, answered: { answers, by: 'x', byName: 'R', at: '' } },
  });
  const { out } = await run(desk, ['notices', 'answer-necessity', ID, ...ANSWERS]);
  expect(out).toContain('is this the narrowest scope? yes: India only');
  expect(desk.seen.at(-1)).toMatchObject({
    path: `/v1/notices/${ID}/necessity`,
    as: 'reviewer',
    body: {
      less_intrusive: { answer: 'no', reason: 'a label was tried' },
      narrowest: { answer: 'yes', reason: 'India only' },
      outweighed: { answer: 'no', reason: 'it stays up' },
    },
  });
});

test.each(['maybe: so', 'yes', 'no:'])('answer-necessity rejects %j', async (answer) => {
  const { code, err } = await run(desk, [
    'notices',
    'answer-necessity',
    ID,
    ...ANSWERS.slice(0, 4),
    '--outweighed',
    answer,
  ]);
  expect(code).toBe(2);
  expect(err).toContain('yes or no and a reason');
});
