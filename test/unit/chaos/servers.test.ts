import { expect, test } from '@jest/globals';
import { checkAll } from '../../chaos/check/check-all.js';
import type { Evidence } from '../../chaos/evidence.js';
import { aGoodRun } from '../../support/small-run.js';

function aRunWithServers() {
  const { journal, evidence } = aGoodRun();
  journal.ok({ op: 'mail_in', as: 'harness', notice: null, body: { messageId: '<in-1>' } });
  journal.ok({ op: 'sign_in', as: 'harness', notice: null, body: { person: 'reviewer' } });
  const around = {
    inbound: [{ messageId: '<in-1>' }],
    outbox: [{ messageId: '<out-1>', to: ['one@authority.example'] }],
    letters: [{ notice: 'N1', n: 1, state: 'sent', messageId: '<out-1>' }],
    logProblems: [],
    leakingLogs: [],
  };
  return { journal, around, evidence: Object.assign(evidence, { around }) };
}

const failing = (evidence: Evidence): string[] =>
  checkAll(evidence)
    .filter(({ differences }) => differences.length > 0)
    .map(({ name }) => name);

test('checkAll finds no differences in a run whose servers all behaved', () => {
  expect(failing(aRunWithServers().evidence)).toEqual([]);
});

test('checkAll detects a 500 answer and accepts a 503', () => {
  const { journal, evidence } = aRunWithServers();
  evidence.answers = { 200: 9, 503: 2 };
  expect(failing(evidence)).toEqual([]);
  journal.ok({ op: 'broke', as: 'harness', notice: null, body: { status: 500, what: 'GET /v1/notices' } });
  expect(failing(evidence)).toEqual(['no-500']);
});

test('checkAll detects an accepted mail that was lost, stored twice or never sent', () => {
  const inboxes = [[], ['<in-1>', '<in-1>'], ['<in-1>', '<in-9>']];
  for (const ids of inboxes) {
    const { evidence, around } = aRunWithServers();
    Object.assign(around, { inbound: ids.map((messageId) => ({ messageId })) });
    expect(failing(evidence)).toEqual(['mail-in']);
  }
});

test('checkAll accepts a stored mail that could not be parsed', () => {
  const { evidence, around } = aRunWithServers();
  Object.assign(around, { inbound: [{ messageId: null }] });
  expect(failing(evidence)).toEqual([]);
});

test('checkAll detects an unsent letter, one never delivered, and a mail that is no letter', () => {
  const queued = [{ notice: 'N1', n: 1, state: 'queued', messageId: '<out-1>' }];
  const stranger = [
    { messageId: '<out-1>', to: ['one@authority.example'] },
    { messageId: '<out-9>', to: ['one@authority.example'] },
  ];
  for (const wrong of [{ letters: queued }, { outbox: [] }, { outbox: stranger }]) {
    const { evidence, around } = aRunWithServers();
    Object.assign(around, wrong);
    expect(failing(evidence)).toEqual(['letters']);
  }
  // Sent twice under one Message-ID is no difference: its reader sees one.
  const { evidence, around } = aRunWithServers();
  Object.assign(around, { outbox: [...around.outbox, ...around.outbox] });
  expect(failing(evidence)).toEqual([]);
});

test('checkAll detects an audit log that does not verify and a process log that leaks secrets', () => {
  const { evidence, around } = aRunWithServers();
  Object.assign(around, { logProblems: ['leaf 3'], leakingLogs: ['logs/api.log holds 1 secrets'] });
  expect(failing(evidence)).toEqual(['log', 'logs']);
});

test('checkAll detects an id that was given twice', () => {
  const { journal, evidence } = aRunWithServers();
  const body = { reference: 'X', rows: 0, distinct: [], items: [], protectedItems: [], missingItems: [] };
  journal.ok({ op: 'receive', as: 'intake', notice: null, body }, { notice: 'N1', accepted: 0, merged: 0 });
  expect(failing(evidence)).toContain('unique-ids');
});
