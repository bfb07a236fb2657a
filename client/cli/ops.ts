import type { Command } from 'commander';
import { addCommand, type ListOptions, showList } from './command.js';
import type { CliDeps } from './deps.js';
import { listOptions, option } from './options.js';
import { spanText } from './text.js';

interface AttentionItem {
  id: string;
  kind: string;
  notice: string | null;
  number: string | null;
  since: string;
  summary: string;
}

/** What ops looks at. */
export function addOpsCommands(program: Command, deps: CliDeps): void {
  const ops = program.command('ops').description('what is stuck, silent or bounced');
  addAttention(ops, deps);
  addOutbox(program.command('outbox').description('mails caught by the embedded desk'), deps);
}

function addAttention(ops: Command, deps: CliDeps): void {
  addCommand<ListOptions & { kind?: string; since?: string }>(ops, deps, {
    usage: 'attention',
    summary: 'what needs a look, and since when',
    role: 'ops',
    options: [
      option('--kind <kind>', 'one kind'),
      option('--since <time>', 'from this time with offset'),
      ...listOptions(),
    ],
    examples: ['ops attention', 'ops attention --kind letter_bounced --json'],
    async run(session) {
      const { kind, since } = session.options;
      const nowMs = deps.nowMs();
      await showList<AttentionItem>(session, {
        path: '/v1/ops/attention',
        query: { kind, since },
        columns: [
          { head: 'kind', value: (item) => item.kind },
          { head: 'notice', value: (item) => item.number },
          { head: 'for', value: (item) => spanText(nowMs - Date.parse(item.since)), align: 'right' },
          { head: 'why', value: (item) => item.summary, max: 100 },
        ],
        empty: 'Nothing needs attention.\n',
      });
    },
  });
}

interface Mail {
  receivedAt: string;
  subject: string;
  envelope: { from: string; to: string[] };
}

function addOutbox(outbox: Command, deps: CliDeps): void {
  addCommand<ListOptions>(outbox, deps, {
    usage: 'list',
    summary: 'mails, newest first',
    role: 'ops',
    options: listOptions(),
    examples: ['outbox list --limit 10'],
    async run(session) {
      await showList<Mail>(session, {
        path: '/v1/outbox',
        columns: [
          { head: 'at', value: (mail) => mail.receivedAt },
          { head: 'to', value: (mail) => mail.envelope.to.join(' '), max: 50 },
          { head: 'subject', value: (mail) => mail.subject, max: 100 },
        ],
        empty: 'No mail was sent yet.\n',
      });
    },
  });
}
