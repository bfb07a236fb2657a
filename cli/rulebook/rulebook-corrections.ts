import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { listAll } from '../../sdk/http.js';
import { addCommand, addList, type CommandSession } from '../command.js';
import type { CliDeps } from '../deps.js';
import { given, option, requiredOption } from '../options.js';
import { plural } from '../text.js';
import type { LawCorrection } from '../view.js';
import { findLaw, readNumber, whichVersion, type WhichVersion } from './rulebook-reviews.js';

const PATH = '/v1/rulebook/corrections';

interface Proposal extends WhichVersion {
  fact: string;
  text: string;
  source: string;
  url?: string;
  clause?: string;
  note?: string;
  mayName?: true;
}

export function addCorrections(rulebook: Command, deps: CliDeps): void {
  addList<LawCorrection>(rulebook, deps, {
    usage: 'corrections',
    summary: 'list proposed corrections of the law, newest first',
    role: 'reviewer',
    examples: ['rulebook corrections'],
    path: PATH,
    columns: [
      { head: 'n', value: ({ number }) => number, align: 'right' },
      { head: 'state', value: ({ state }) => state },
      { head: 'law', value: ({ regime }) => regime },
      { head: 'version', value: ({ version }) => version },
      { head: 'fact', value: ({ fact }) => fact },
      { head: 'right', value: ({ text }) => text, max: 60 },
      { head: 'source', value: ({ source }) => source, max: 40 },
      { head: 'answer', value: ({ answer }) => answer, max: 40 },
    ],
    empty: 'No proposed corrections.\n',
  });
  addProposal(rulebook, deps);
  addDecisions(rulebook, deps);
  addCommand(rulebook, deps, {
    usage: 'export-corrections <file>',
    summary: 'write proposed and settled corrections as JSON for the maintainers of the rulebook',
    role: 'reviewer',
    more: 'Names a proposer only with their consent (--may-name), and no notice.',
    examples: ['rulebook export-corrections corrections.json'],
    run: exportCorrections,
  });
}

function addProposal(rulebook: Command, deps: CliDeps): void {
  addCommand<Proposal>(rulebook, deps, {
    usage: 'propose-correction <id>',
    summary: 'propose a correction of a fact of law; it changes nothing by itself',
    role: 'reviewer',
    unsafe: true,
    options: [
      whichVersion(),
      requiredOption('--fact <name>', 'the fact, e.g. clock:comply'),
      requiredOption('--text <text>', 'the correct fact in words'),
      requiredOption('--source <text>', 'law and article'),
      option('--url <url>', 'address of the text'),
      option('--clause <text>', 'its words'),
      option('--note <text>', 'a note for the maintainers'),
      option('--may-name', 'exports may name you'),
    ],
    examples: [
      'rulebook propose-correction TR-5651-8A --fact clock:comply --text "1 hour" --source "Law 7590, Article 3"',
    ],
    async run(session) {
      const { fact, text, source, url, clause, note, mayName, lawVersion } = session.options;
      const { id: regime, version } = await findLaw(session, session.args[0] ?? '', lawVersion);
      const body = given({ regime, version, fact, text, source, url, clause, note, mayName });
      await session.send<LawCorrection>(PATH, body, ({ number }) => `Proposed as correction ${number}.\n`);
    },
  });
}

function addDecisions(rulebook: Command, deps: CliDeps): void {
  const human = ({ number, state }: LawCorrection) => `Correction ${number}: ${state}.\n`;
  addCommand(rulebook, deps, {
    usage: 'withdraw-correction <n>',
    summary: 'withdraw a correction that you proposed',
    role: 'reviewer',
    unsafe: true,
    examples: ['rulebook withdraw-correction 1'],
    run: ({ args, send }) => send<LawCorrection>(`${PATH}/${readNumber(args[0])}/withdraw`, {}, human),
  });
  addCommand<{ answer: string }>(rulebook, deps, {
    usage: 'settle-correction <n>',
    summary: 'record what became of a proposed correction',
    role: 'counsel',
    unsafe: true,
    options: [requiredOption('--answer <text>', 'what became of it')],
    examples: ['rulebook settle-correction 1 --answer "In the edition of 1 December"'],
    run: ({ args, options: { answer }, send }) =>
      send<LawCorrection>(`${PATH}/${readNumber(args[0])}/settle`, { answer }, human),
  });
}

async function exportCorrections({ desk, args, say }: CommandSession<object>): Promise<void> {
  const all = await listAll<LawCorrection>(desk, PATH);
  const corrections = all
    .filter(({ state }) => state !== 'withdrawn')
    .map(({ proposedBy, decidedBy: _, number: __, mayName, ...correction }) => ({
      ...correction,
      ...(mayName ? { proposedBy: proposedBy.name } : {}),
    }));
  writeFileSync(args[0] ?? '', `${JSON.stringify({ format: 'notice-desk-corrections/1', corrections }, null, 2)}\n`);
  say(`Wrote ${plural(corrections.length, 'correction')}.`);
}
