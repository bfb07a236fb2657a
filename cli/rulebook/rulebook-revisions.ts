import type { Command } from 'commander';
import { addCommand, type ListOptions, type CommandSession, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { RefusedError, UsageError } from '../exit.js';
import { listOptions, reasonOption, OPTION_HELP } from '../options.js';
import { plural, printable } from '../text.js';
import { renderMoves, renderPending } from './moves.js';
import { runApproveEdition, isDigest } from './rulebook-editions.js';
import { CURES } from '../../domain/commands/cures.js';
import type { PendingRevision, RevisionPage, RevisionView } from '../view.js';

/**
 * Commands that move open clocks after a rulebook change: one person proposes, another approves. No clock moves
 * automatically.
 */
export function addRevisions(rulebook: Command, deps: CliDeps): void {
  addCommand<ListOptions>(rulebook, deps, {
    usage: 'revision',
    summary: 'show which open clocks the current rulebook would move, and why',
    role: 'reviewer',
    options: listOptions().slice(0, 2),
    examples: ['rulebook revision', 'rulebook revision --json'],
    async run(session) {
      const { limit, cursor } = session.options;
      const human = (pending: PendingRevision) => renderPending(pending, session);
      await session.read('/v1/rulebook/revision', human, { limit, cursor });
    },
  });
  addCommand<{ reason: string }>(rulebook, deps, {
    usage: 'propose',
    summary: 'submit those moves for approval',
    role: 'reviewer',
    unsafe: true,
    options: [reasonOption('reason for moving the clocks, for the record')],
    more: 'Shows what would move and sends its digest. Another person approves.',
    examples: ['rulebook propose --reason "Amendment of 20 February 2026: 3 hours"'],
    run: propose,
  });
  addCommand(rulebook, deps, {
    usage: 'approve <what>',
    summary: 'approve an edition by its digest, or a proposed revision by its number; shows it and sends its digest',
    role: 'admin',
    unsafe: true,
    more: 'An edition needs two people, one of them counsel (--as counsel). The proposer of a revision cannot approve it.',
    examples: ['rulebook approve sha256:3f15…', 'rulebook approve 3'],
    run: (session) => (isDigest(session.args[0]) ? runApproveEdition(session) : approve(session)),
  });
  addCommand<{ reason: string }>(rulebook, deps, {
    usage: 'withdraw <n>',
    summary: 'withdraw a proposed revision; no clock moves',
    role: 'reviewer',
    unsafe: true,
    options: [reasonOption(OPTION_HELP.reason)],
    examples: ['rulebook withdraw 3 --reason "The calendar was wrong"'],
    run: ({ args, options: { reason }, send }) =>
      send<RevisionView>(
        `${buildPath(args[0])}/withdraw`,
        { reason },
        ({ number }) => `Withdrew revision ${number}; no clock has moved.\n`,
      ),
  });
  addRevisionList(rulebook, deps);
}

function addRevisionList(rulebook: Command, deps: CliDeps): void {
  addCommand<ListOptions>(rulebook, deps, {
    usage: 'revisions',
    summary: 'list proposed, approved and withdrawn revisions, newest first',
    role: 'reviewer',
    options: listOptions(),
    examples: ['rulebook revisions'],
    run: (session) =>
      showList<RevisionView>(session, {
        path: '/v1/rulebook/revisions',
        columns: [
          { head: 'n', value: (revision) => revision.number, align: 'right' },
          { head: 'state', value: (revision) => revision.state },
          { head: 'clocks', value: (revision) => revision.clocks, align: 'right' },
          { head: 'proposed by', value: (revision) => revision.proposedBy.name },
          { head: 'at', value: (revision) => revision.proposedAt },
          { head: 'decided by', value: (revision) => revision.decidedBy?.name },
          { head: 'reason', value: (revision) => revision.reason, max: 100 },
        ],
        empty: 'No revisions yet.\n',
      }),
  });
}

async function propose(session: CommandSession<{ reason: string }>): Promise<void> {
  const { body: pending } = await session.desk.get<PendingRevision>('/v1/rulebook/revision');
  if (pending.clocks === 0) throw new RefusedError(CURES.nothingMoves);
  session.say(renderPending(pending, session));
  await session.send<RevisionView>(
    '/v1/rulebook/revisions',
    { reason: session.options.reason, digest: pending.digest },
    ({ number }) =>
      `Proposed as revision ${number}. Another person approves it: notice-desk rulebook approve ${number}\n`,
  );
}

function buildPath(text: string | undefined): string {
  if (/^[1-9]\d{0,8}$/.test(text ?? '')) return `/v1/rulebook/revisions/${text}`;
  throw new UsageError(`${JSON.stringify(text)} is not the number of a revision.`);
}

async function approve(session: CommandSession<object>): Promise<void> {
  const path = buildPath(session.args[0]);
  const { body: revision } = await session.desk.get<RevisionPage>(path);
  session.say(`${describe(revision)}\n${renderMoves(revision, session)}`);
  await session.send<RevisionView>(
    `${path}/approve`,
    { digest: revision.digest },
    ({ number, clocks }) => `Approved revision ${number}: ${plural(clocks, 'clock')} will follow.\n`,
  );
}

function describe({ number, state, clocks, reason, proposedBy }: RevisionView): string {
  return printable(`revision ${number}, ${state}: ${plural(clocks, 'clock')}, by ${proposedBy.name}: ${reason}`);
}
