import type { Command } from 'commander';
import { OFFER_KINDS, SETTLED_STATES, type SettledState } from '../../domain/letters/proposal.js';
import { parseOneOf } from '../arguments.js';
import type { CliDeps } from '../deps.js';
import { UsageError } from '../exit.js';
import { given, option, requiredOption } from '../options.js';
import type { ProposalView } from '../view.js';
import { addAct } from './act.js';
import { buildOffer, offerOptions, type OfferOptions } from './offer-options.js';

interface DocumentOptions {
  reply?: string;
  document?: string;
}

const documentOptions = () => [
  option('--reply <n>', 'number of the reply that contains it'),
  option('--document <sha256>', 'document of the notice, or of a linked one, that contains it'),
];

function readDocumentOption({ reply, document }: DocumentOptions) {
  if (reply !== undefined && !/^[1-9]\d{0,8}$/.test(reply))
    throw new UsageError('--reply must be the number of a reply.');
  return given({ reply: reply === undefined ? undefined : Number(reply), document });
}

const human = ({ n, by, kind, state }: ProposalView) => `proposal ${n}  ${by}  ${kind}  ${state}\n`;

export function addProposalCommands(notices: Command, deps: CliDeps): void {
  addAct<OfferOptions & DocumentOptions, ProposalView>(notices, deps, {
    usage: 'record-proposal',
    route: 'proposals',
    summary: 'record a proposal by the authority, with the document that contains it',
    role: 'reviewer',
    options: [...offerOptions(), ...documentOptions()],
    more: 'Our own proposals are sent with request-dialogue or submit-decisions.',
    examples: [
      'notices record-proposal N-2021-000002 --offer narrower --offer-targets 1-20,31 --reply 1',
      'notices record-proposal N-2021-000002 --offer later --offer-until 2021-02-10T18:00:00+05:30 --document 9f86d0…',
    ],
    body({ options }) {
      const offer = buildOffer(options);
      if (offer === undefined) throw new UsageError(`Give the kind of proposal: --offer ${OFFER_KINDS.join(', ')}.`);
      return { offer, ...readDocumentOption(options) };
    },
    human,
  });
  addAct<DocumentOptions & { state: SettledState; reason?: string; proposal: string }, ProposalView>(notices, deps, {
    usage: 'settle-proposal',
    route: (options) => `proposals/${options.proposal}/settle`,
    summary: 'record the outcome of a proposal; changes no deadline and no target',
    role: 'reviewer',
    options: [
      requiredOption('--proposal <n>', 'number of the proposal'),
      requiredOption('--state <state>', SETTLED_STATES.join(', '), parseOneOf(SETTLED_STATES)),
      option('--reason <text>', 'why'),
      ...documentOptions(),
    ],
    examples: ['notices settle-proposal N-2021-000002 --proposal 1 --state declined --reason "The rest is lawful"'],
    body: ({ options }) => given({ state: options.state, reason: options.reason, ...readDocumentOption(options) }),
    human,
  });
}
