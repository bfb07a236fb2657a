import type { Command } from 'commander';
import { ERASURE_STOP_WORDS } from '../../domain/notices/retention-kinds.js';
import { addCommand, addList } from '../command.js';
import type { CliDeps } from '../deps.js';
import type { ErasedNow, PlannedErasure, RetentionRule } from '../view.js';

export function addRetentionCommands(program: Command, deps: CliDeps): void {
  const retention = program.command('retention').description('retention periods and erasure');
  addList<RetentionRule>(retention, deps, {
    usage: 'rules',
    summary: 'show how long each kind of record is kept and what is erased then',
    role: 'counsel',
    examples: ['retention rules'],
    more: 'DESK_RETENTION of the migration step says it (docs/operating/privacy.md).',
    path: '/v1/retention/rules',
    columns: [
      { head: 'kind', value: ({ kind }) => kind },
      { head: 'kept', value: ({ period }) => period ?? 'permanently' },
      { head: 'from', value: ({ starts }) => starts },
      { head: 'then erased', value: ({ erased }) => erased, max: 100 },
    ],
    empty: 'No retention rules.\n',
  });
  addList<PlannedErasure>(retention, deps, {
    usage: 'preview',
    summary: 'preview what will be erased from closed notices, when, and what prevents it',
    role: 'counsel',
    examples: ['retention preview --all'],
    path: '/v1/retention',
    columns: [
      { head: 'notice', value: ({ number }) => number },
      { head: 'closed', value: ({ closedAt }) => closedAt },
      {
        head: 'erased',
        value: ({ kinds }) => kinds.map(({ kind, dueAt }) => `${kind} ${dueAt}`).join('; '),
        max: 200,
      },
      { head: 'but', value: ({ stop }) => (stop === null ? '' : ERASURE_STOP_WORDS[stop]) },
    ],
    empty: 'Nothing will be erased.\n',
  });
  addCommand(retention, deps, {
    usage: 'run',
    summary: 'erase now what is due in notices that you can read; cannot be undone',
    role: 'counsel',
    unsafe: true,
    examples: ['retention run'],
    more: 'A background job does the same every five minutes. A legal hold stops both.',
    run: (session) => session.send('/v1/retention/run', {}, erasedText),
  });
}

function erasedText({ items }: ErasedNow): string {
  if (items.length === 0) return 'Nothing is due.\n';
  const lines = items.map(
    ({ number, kinds }) => `${number}  ${kinds.map(({ kind, period }) => `${kind} (${period})`).join(', ')}`,
  );
  return `${lines.join('\n')}\n`;
}
