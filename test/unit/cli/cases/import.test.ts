import { describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deskOfFile, problem, run } from '../../../support/fake-desk.js';

const desk = deskOfFile();
const COUNTS = { cases: 2, open: 1, closed: 1, targets: 3, digest: 'd'.repeat(64), problems: [], problemsTotal: 0 };

function write(name: string, text: string): string {
  const path = join(desk.home, name);
  writeFileSync(path, text);
  return path;
}
const rows = (...ids: string[]) => ids.map((id) => `${JSON.stringify({ externalId: id })}\n`).join('');
const answer = (preview: object) => {
  desk.answer = ({ path }) =>
    path.endsWith('/preview') ? { body: preview } : { status: 202, body: { change: 'c1', state: 'pending' } };
};

describe('cases import', () => {
  test('checks first, then requests the same cases as an admin', async () => {
    answer(COUNTS);
    const path = write('two.jsonl', rows('a', 'b'));
    const { code, out } = await run(desk, ['cases', 'import', path, '--set', 'source=Own', '--set', 'law=X']);
    expect(code).toBe(0);
    expect(out).toContain('2 cases (1 open, 1 closed), 3 targets');
    expect(out).toContain('changes confirm c1');
    const [preview, request] = desk.seen.slice(-2);
    expect([preview?.path, request?.path, request?.as]).toEqual(['/v1/imports/preview', '/v1/imports', 'admin']);
    expect(request?.body).toEqual(preview?.body);
    expect(request?.body).toEqual({
      name: 'two.jsonl',
      cases: ['a', 'b'].map((externalId) => ({ externalId, source: 'Own', law: 'X' })),
    });
  });

  test('requests nothing with --dry-run, and takes a part of the file', async () => {
    answer(COUNTS);
    const path = write('three.jsonl', rows('a', 'b', 'c'));
    const { out } = await run(desk, ['cases', 'import', path, '--dry-run', '--from', '2', '--count', '1']);
    expect(out).toContain('Nothing has been sent.');
    expect(desk.seen.at(-1)).toMatchObject({ path: '/v1/imports/preview', body: { cases: [{ externalId: 'b' }] } });
  });

  test('names the lines of problems, whether of the shape or of the content, and requests nothing', async () => {
    const path = write('gap.jsonl', `${rows('a')}\n${rows('b')}`);
    answer({ ...COUNTS, problems: [{ path: '/1/law', message: 'No such law.' }], problemsTotal: 3 });
    const content = await run(desk, ['cases', 'import', path]);
    expect([content.code, desk.seen.at(-1)?.path]).toEqual([1, '/v1/imports/preview']);
    expect(content.err).toContain('3 problems; nothing has been imported.');
    expect(content.err).toContain('line 3, law: No such law.');
    expect(content.err).toContain('and 2 more');
    const errors = [{ path: '/cases/0/kind', message: 'Invalid option' }];
    desk.answer = () => ({ status: 422, body: problem('validation', 'Not valid', { errors }) });
    expect((await run(desk, ['cases', 'import', path])).err).toContain('line 1, kind: Invalid option');
  });

  test.each<[string[], string]>([
    [['none.csv', '--mapping', 'jira'], 'does not exist'],
    [['rows.csv'], 'needs --mapping'],
    [['rows.csv', '--mapping', 'jira', '--format', 'jsonl'], 'The mapping is for csv'],
    [['rows.csv', '--mapping', 'zendesk'], 'Line 1 is not JSON'],
    [['rows.csv', '--mapping', 'jira', '--set', 'law'], 'expected FIELD=VALUE'],
    [['rows.csv', '--mapping', 'jira'], 'line 2, externalId: Missing.'],
    [['empty.jsonl'], 'has no cases'],
    [['desk.jsonl'], 'add --format desk'],
    [['rows.csv', '--format', 'desk'], 'no line of an export'],
  ])('refuses %j before anything is sent', async ([file = '', ...args], text) => {
    write('rows.csv', 'a,b\n1,2\n');
    write('empty.jsonl', '\n');
    write('desk.jsonl', '{"format":"notice-desk-cases/1"}\n');
    const before = desk.seen.length;
    const { code, err } = await run(desk, ['cases', 'import', join(desk.home, file), ...args]);
    expect([code === 0, err]).toEqual([false, expect.stringContaining(text)]);
    expect(desk.seen).toHaveLength(before);
  });
});
