import { describe, expect, test } from '@jest/globals';
import { listOpsActs, buildCalls, listItemTargets } from '../../../../console/ops/acts.js';
import { groupCauses } from '../../../../console/ops/group-causes.js';
import type { AlertItem } from '../../../../console/ops/types.js';
import { can, type Permission, type Role } from '../../../../domain/people/permission.js';
import { anItem } from '../../../support/console/ops-items.js';

const as = (role: Role) => (permission: Permission) => can([role], permission);
const offered = (item: AlertItem, role: Role = 'ops') =>
  groupCauses([item]).flatMap((cause) => listOpsActs(cause, as(role)));
const listNames = (item: AlertItem) => offered(item).map(({ name }) => name);

describe('actions offered for an alert', () => {
  test('are the repairs for its cause, a pause for the platform, and assigning the notice', () => {
    expect(listNames(anItem({ kind: 'platform_outage', repairs: ['retry'] }))).toEqual(['retry', 'pause', 'assign']);
    expect(listNames(anItem({ kind: 'clock_missed', repairs: ['reassign', 'force_close'] }))).toEqual([
      'assign',
      'force_close',
    ]);
    expect(listNames(anItem({ kind: 'enforcement_paused', notice: null }))).toEqual(['resume']);
    expect(listNames(anItem({ kind: 'clock_skew', notice: null }))).toEqual([]);
  });

  test('include acknowledging where an escalation step was paged', () => {
    const detail = { clock: 'c', clockKind: 'comply', level: 3, to: ['counsel'] };
    expect(listNames(anItem({ kind: 'page_not_acknowledged', detail }))).toContain('acknowledge');
  });

  test('name the missing permission of a person who may only read', () => {
    const lacking = offered(anItem({ repairs: ['retry'] }), 'auditor').map(({ lacks }) => lacks);
    expect(lacking).toEqual(['repair', 'repair', 'assign']);
    expect(offered(anItem({ repairs: ['retry'] })).map(({ lacks: none }) => none)).toEqual([null, null, null]);
  });
});

describe('calls sent by ops actions', () => {
  const choice = { reason: 'It is back.', target: null, everywhere: false };

  test('send one repair a notice, however many alerts it has', () => {
    const items = [anItem({ notice: 'a' }), anItem({ notice: 'a' }), anItem({ notice: 'b' })];
    expect(buildCalls('retry', { ...choice, items }).map(({ path, body }) => [path, body])).toEqual([
      ['/v1/ops/notices/a/repair', { action: 'retry', reason: 'It is back.' }],
      ['/v1/ops/notices/b/repair', { action: 'retry', reason: 'It is back.' }],
    ]);
    expect(buildCalls('skip', { ...choice, items: [items[2] ?? anItem()], target: 7 })[0]?.body).toMatchObject({
      target: 7,
    });
  });

  test('pause each notice, or all of them in one call', () => {
    const items = [anItem({ notice: 'a' })];
    expect(buildCalls('pause', { ...choice, items })).toEqual([
      expect.objectContaining({
        path: '/v1/ops/enforcement/pause',
        body: { notice: 'a', reason: 'It is back.' },
      }),
    ]);
    expect(buildCalls('pause', { ...choice, items, everywhere: true })[0]?.body).toEqual({ reason: 'It is back.' });
  });

  test('rebuild every notice in one call when all are selected', () => {
    const items = [anItem({ kind: 'divergence', notice: 'a' })];
    expect(buildCalls('rebuild', { ...choice, items, everywhere: true })).toEqual([
      { notice: null, number: null, path: '/v1/ops/rebuild-all', body: { reason: 'It is back.' } },
    ]);
  });

  test('resume all enforcement where all was paused', () => {
    const items = [anItem({ kind: 'enforcement_paused', notice: null, number: null })];
    expect(buildCalls('resume', { ...choice, items })).toEqual([
      { notice: null, number: null, path: '/v1/ops/enforcement/resume', body: { reason: 'It is back.' } },
    ]);
  });

  test('acknowledge each paged step of a notice by its clock', () => {
    const items = [1, 2].map((level) => anItem({ notice: 'a', detail: { clock: 'c', level } }));
    expect(buildCalls('acknowledge', { ...choice, items }).map(({ path, body }) => [path, body])).toEqual([
      ['/v1/notices/a/acknowledge-escalation', { clock: 'c', level: 1 }],
      ['/v1/notices/a/acknowledge-escalation', { clock: 'c', level: 2 }],
    ]);
  });
});

test('listItemTargets reads only numbers as targets from an alert’s details', () => {
  expect(listItemTargets(anItem({ detail: { targets: [7, 'x', 9] } }))).toEqual([7, 9]);
  expect(listItemTargets(anItem({ detail: { targets: 'all' } }))).toEqual([]);
});
