import { expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { apiDiff } from 'api-smart-diff';
import { startApi } from '../../support/api-harness.js';

const FILE = new URL('../../../openapi.json', import.meta.url).pathname;
const CHANGELOG = readFileSync(new URL('../../../CHANGELOG.md', import.meta.url).pathname, 'utf8');

/** Breaking changes of operations as `GET /v1/me`, without those that the changelog names. */
function listUnnamed(before: object, after: object): string[] {
  // It changes what it compares.
  const broken = apiDiff(before, structuredClone(after))
    .filter(({ type, path }) => type === 'breaking' && path[0] === 'paths')
    .map(({ path: [, path, method] }) => `${String(method ?? 'any').toUpperCase()} ${String(path)}`);
  return [...new Set(broken)].filter((operation) => !CHANGELOG.includes(`\`${operation}\``));
}

async function describeApi(): Promise<object> {
  const api = await startApi();
  try {
    const document = (await api.get('/openapi.json', null)).json();
    // Their order is that in which modules were loaded.
    const schemas = Object.entries(document.components.schemas).toSorted(([one], [other]) => (one < other ? -1 : 1));
    return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
  } finally {
    await api.close();
  }
}

/** To take a change over: delete nothing, run this test with UPDATE_OPENAPI=1. A breaking change has to be in the changelog. */
test('openapi.json describes this build, and the changelog names each breaking change', async () => {
  const now = await describeApi();
  const kept: object | null = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : null;
  // Comparing takes 10 s, and most builds change nothing.
  const isSame = JSON.stringify(kept) === JSON.stringify(now);
  // Comparing changes what it compares.
  expect(kept === null || isSame ? [] : listUnnamed(kept, structuredClone(now))).toEqual([]);
  if (process.env['UPDATE_OPENAPI'] !== undefined) writeFileSync(FILE, `${JSON.stringify(now, null, 1)}\n`);
  const [filed, built] = [readFileSync(FILE, 'utf8'), `${JSON.stringify(now, null, 1)}\n`].map((text) =>
    text.split('\n'),
  );
  const place = built?.findIndex((line, at) => line !== filed?.[at]) ?? 0;
  expect({ place, line: built?.[place] }).toEqual({ place: -1, line: undefined });
});

test('a removed operation and a removed field are breaking, a new field is not', () => {
  const answer = (properties: object) => ({
    responses: {
      200: {
        description: '',
        content: { 'application/json': { schema: { type: 'object', properties, required: Object.keys(properties) } } },
      },
    },
  });
  const build = (paths: object) => ({ openapi: '3.1.0', info: { title: 'Desk', version: '1' }, paths });
  const text = { type: 'string' };
  const before = build({ '/a': { get: answer({ one: text, two: text }) }, '/b': { get: answer({ one: text }) } });
  expect(
    listUnnamed(
      before,
      build({ '/a': { get: answer({ one: text, two: text, three: text }) }, '/b': before.paths['/b' as never] }),
    ),
  ).toEqual([]);
  expect(listUnnamed(before, build({ '/a': { get: answer({ one: text }) } })).sort()).toEqual(['GET /a', 'GET /b']);
});
