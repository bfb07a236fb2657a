import type { Command } from 'commander';
import { listAll } from '../../sdk/http.js';
import { addCommand, type ListOptions, type CommandSession, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { RefusedError, UsageError } from '../exit.js';
import { listOptions, reasonOption, OPTION_HELP } from '../options.js';
import { plural, printable } from '../text.js';
import type { EditionEffects, EditionView } from '../view.js';
import { renderPending } from './moves.js';

const PATH = '/v1/rulebook/editions';
const TWO_PEOPLE = 'Two people decide, one of them counsel: each runs the command (--as counsel, --as admin).';
const MIN = 'sha256:'.length + 8;

/** Also true for the beginning of a digest. */
export function isDigest(text: string | undefined): boolean {
  return text?.startsWith('sha256:') === true;
}

export function addEditions(rulebook: Command, deps: CliDeps): void {
  addCommand<ListOptions>(rulebook, deps, {
    usage: 'editions',
    summary: 'list editions of the rulebook: which is in effect or pinned, and which need approval',
    role: 'counsel',
    options: listOptions(),
    examples: ['rulebook editions'],
    run: (session) =>
      showList<EditionView>(session, {
        path: PATH,
        columns: [
          { head: 'digest', value: ({ digest }) => digest },
          { head: 'edition', value: ({ edition }) => edition, align: 'right' },
          { head: 'state', value: stateOf },
          { head: 'proposed', value: ({ proposedAt }) => proposedAt },
          { head: 'approved by', value: approvedBy },
          {
            head: 'missing',
            value: ({ missing, pinning }) => missing ?? (pinning && `${pinning.kind}: ${pinning.missing}`),
          },
        ],
        empty: 'No editions yet.\n',
      }),
  });
  addCommand<ListOptions>(rulebook, deps, {
    usage: 'effects <digest>',
    summary: 'show which open clocks and test vectors an edition would change',
    role: 'counsel',
    options: listOptions().slice(0, 2),
    examples: ['rulebook effects sha256:3f15…'],
    async run(session) {
      const { limit, cursor } = session.options;
      const { digest } = await findEdition(session);
      const human = (effects: EditionEffects) => renderEffects(effects, session);
      await session.read(`${PATH}/${digest}/effects`, human, { limit, cursor });
    },
  });
  addCommand<{ reason: string }>(rulebook, deps, {
    usage: 'refuse <digest>',
    summary: 'refuse a changed rulebook; the edition in effect stays',
    role: 'counsel',
    unsafe: true,
    options: [reasonOption(OPTION_HELP.reason)],
    examples: ['rulebook refuse sha256:3f15… --reason "Differs from the gazette"'],
    run: refuse,
  });
  addPins(rulebook, deps);
}

function addPins(rulebook: Command, deps: CliDeps): void {
  const pin = { role: 'counsel', unsafe: true, options: [reasonOption(OPTION_HELP.reason)], more: TWO_PEOPLE } as const;
  addCommand<{ reason: string }>(rulebook, deps, {
    ...pin,
    usage: 'pin <digest>',
    summary: 'keep an edition in effect, whatever is approved later',
    examples: ['rulebook pin sha256:3f15… --reason "The amendment is disputed"'],
    run: async (session) => decidePin(session, 'pin', await findEdition(session)),
  });
  addCommand<{ reason: string }>(rulebook, deps, {
    ...pin,
    usage: 'unpin',
    summary: 'end the pin; the edition approved last applies',
    examples: ['rulebook unpin --reason "The court has decided"'],
    async run(session) {
      const pinned = (await listAll<EditionView>(session.desk, PATH)).find((edition) => edition.pinned);
      if (pinned === undefined) throw new RefusedError('The desk is not pinned to an edition.');
      await decidePin(session, 'unpin', pinned);
    },
  });
}

async function decidePin(
  session: CommandSession<{ reason: string }>,
  kind: 'pin' | 'unpin',
  { digest, pinning }: EditionView,
): Promise<void> {
  for (const approval of pinning?.approvals ?? [])
    session.say(printable(`${approval.by.name} wants to ${kind} it: ${approval.reason}`));
  const { reason } = session.options;
  await session.send(`${PATH}/${digest}/${kind}`, { reason }, pinText);
}

function pinText({ edition, pinned, pinning }: EditionView): string {
  if (pinning !== null)
    return `To ${pinning.kind} edition ${edition}, ${other(pinning.missing)} must decide the same.\n`;
  return pinned
    ? `Edition ${edition} is pinned: it stays in effect whatever is approved later.\n`
    : `Edition ${edition} is no longer pinned. The edition approved last applies.\n`;
}

function stateOf({ state, inEffect, pinned }: EditionView): string {
  return inEffect ? `in effect${pinned ? ', pinned' : ''}` : state;
}

function approvedBy({ approvals, adopted }: EditionView): string {
  return adopted ? 'first edition' : approvals.map(({ by }) => by.name).join(', ');
}

async function findEdition({ desk, args }: CommandSession<object>): Promise<EditionView> {
  const given = (args[0] ?? '').replace(/…$/, '');
  if (!isDigest(given) || given.length < MIN)
    throw new UsageError('Give the digest of the edition, or its first 8 characters (rulebook editions).');
  const found = (await listAll<EditionView>(desk, PATH)).filter(({ digest }) => digest.startsWith(given));
  const [only, another] = found;
  if (only === undefined) throw new RefusedError('There is no such edition. List them: notice-desk rulebook editions');
  if (another !== undefined) throw new RefusedError('Several editions match. Give the whole digest.');
  return only;
}

/** Shows what the edition changes, then approves exactly that digest. */
export async function runApproveEdition(session: CommandSession<object>): Promise<void> {
  const edition = await findEdition(session);
  session.say(describe(edition));
  const { body: effects } = await session.desk.get<EditionEffects>(`${PATH}/${edition.digest}/effects`);
  session.say(`${renderEffects(effects, session)}Open clocks move only by a revision: notice-desk rulebook revision`);
  await session.send(`${PATH}/${edition.digest}/approve`, {}, stateText);
}

async function refuse(session: CommandSession<{ reason: string }>): Promise<void> {
  const edition = await findEdition(session);
  const { reason } = session.options;
  await session.send(`${PATH}/${edition.digest}/refuse`, { reason }, stateText);
}

function stateText({ edition, inEffect, state, missing }: EditionView): string {
  if (inEffect) return `Edition ${edition} is in effect, in every process within seconds.\n`;
  if (state === 'approved')
    return `Edition ${edition} is approved. The desk is pinned to another edition, which applies until it is unpinned.\n`;
  if (missing === null) return `Edition ${edition}: ${state}.\n`;
  return `Edition ${edition} still needs an approval by ${other(missing)}.\n`;
}

function other(missing: EditionView['missing']): string {
  return missing === 'counsel' ? 'counsel' : 'another person of counsel or admin';
}

function describe({ digest, edition, differences, sections }: EditionView): string {
  const lines = differences.flatMap(({ id, title, change, changes }) => [
    `${id} ${change}: ${title}`,
    ...changes.map(({ line }) => `  ${line}`),
  ]);
  return printable(
    `edition ${edition}, ${digest}; parts that differ: ${sections.join(', ') || 'none'}\n${lines.join('\n')}`,
  );
}

function renderEffects(effects: EditionEffects, session: CommandSession<object>): string {
  const { changed, items } = effects.vectors;
  const lines = items.map(({ id, from, to }) => `  ${id}: ${from ?? 'no due'} → ${to ?? 'no due'}\n`);
  return `${renderPending(effects, session)}${plural(changed, 'test vector')} with another due\n${printable(lines.join(''))}`;
}
