import { QueryClient } from '@tanstack/react-query';
import { expect, test } from '@jest/globals';
import { showNotice, type Commanded } from '../../../../console/http/commands.js';

const row = (id: string, stage: string) => ({ id, stage, approvals: { given: 0, needed: 2 }, subject: id });
const listed = (...items: object[]) => ({ pages: [{ items, nextCursor: null }], pageParams: [null] });

test('what a command answered shows in the lists read before, without another read', () => {
  const queries = new QueryClient();
  queries.setQueryData(['live', 'queue', ''], listed(row('one', 'approval'), row('two', 'approval')));
  queries.setQueryData(['live', 'queue', 'stage=approval'], listed(row('one', 'approval'), row('two', 'approval')));
  const answer = { ...row('one', 'enforcement'), approvals: null, body: 'text', result: {} } as unknown as Commanded;
  showNotice(queries, answer);
  expect(queries.getQueryData(['live', 'queue', ''])).toEqual(
    listed({ ...row('one', 'enforcement'), approvals: null }, row('two', 'approval')),
  );
  expect(queries.getQueryData(['live', 'queue', 'stage=approval'])).toEqual(listed(row('two', 'approval')));
  expect(queries.getQueryData(['notice', 'one'])).toMatchObject({ stage: 'enforcement', body: 'text' });
  queries.clear();
});
