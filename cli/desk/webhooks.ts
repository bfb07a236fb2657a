import { type Command, Option } from 'commander';
import { WEBHOOK_STATES } from '../../domain/webhooks/webhook-event.js';
import { addCommand, addList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { RefusedError } from '../exit.js';
import type { ReplayedEvents, WebhookEvent } from '../view.js';

interface ReplayOptions {
  subscriber?: string;
  id?: string[];
  dead?: boolean;
  since?: string;
}

export function addWebhookCommands(program: Command, deps: CliDeps): void {
  const webhooks = program.command('webhooks').description('webhook events for subscribers');
  addList<WebhookEvent>(webhooks, deps, {
    usage: 'list',
    summary: 'list events and their delivery state, newest first',
    role: 'ops',
    filters: [
      new Option('--state <state>', 'only events in this state').choices([...WEBHOOK_STATES]),
      new Option('--subscriber <id>', 'only events of this subscriber'),
    ],
    examples: ['webhooks list --state dead'],
    path: '/v1/webhooks',
    columns: [
      { head: 'at', value: ({ timestamp }) => timestamp },
      { head: 'notice', value: ({ data }) => data.number ?? '' },
      { head: 'type', value: ({ type }) => type },
      { head: 'subscriber', value: ({ subscriber }) => subscriber?.name ?? '' },
      { head: 'state', value: ({ state }) => state },
      { head: 'tries', value: ({ tries }) => String(tries) },
      { head: 'id', value: ({ id }) => id },
      { head: 'last error', value: ({ lastError }) => lastError ?? '', max: 100 },
    ],
    empty: 'No events. Is there a subscriber?\n',
  });
  addCommand<ReplayOptions>(webhooks, deps, {
    usage: 'replay',
    summary: 'resend events under their original ids',
    role: 'ops',
    unsafe: true,
    options: [
      new Option('--id <id...>', 'ids of the events'),
      new Option('--dead', 'all that were given up on'),
      new Option('--since <time>', 'all since this time, within the last 30 days'),
      new Option('--subscriber <id>', 'only those of this subscriber, with --dead or --since'),
    ],
    examples: ['webhooks replay --dead', 'webhooks replay --since 2026-02-01T00:00:00Z'],
    run: ({ options, send }) =>
      send<ReplayedEvents>(
        '/v1/webhooks/replay',
        buildBody(options),
        ({ events }) => `${events} ${events === 1 ? 'event' : 'events'} will be sent again.\n`,
      ),
  });
}

function buildBody({ id, dead, since, subscriber }: ReplayOptions) {
  const bodies = [
    ...(id === undefined ? [] : [{ ids: id }]),
    ...(dead === true ? [{ state: 'dead' }] : []),
    ...(since === undefined ? [] : [{ since }]),
  ];
  const [only, ...others] = bodies;
  if (only === undefined || others.length > 0) throw new RefusedError('Give one of --id, --dead or --since.');
  return subscriber === undefined ? only : { ...only, subscriber };
}
