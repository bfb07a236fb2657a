import { type Command, Option } from 'commander';
import { STATEMENT_CATEGORIES } from '../../../domain/events/published.js';
import { addCommand, addList } from '../../../cli/command.js';
import type { CliDeps } from '../../../cli/deps.js';
import { option, requiredOption } from '../../../cli/options.js';
import { clipLine } from '../../../cli/text.js';
import type { ReasonsView, StatedReasons, StatementView } from './view.js';

interface StatedOptions {
  category: string;
  contentDate: string;
  contentLanguage?: string;
  items?: string[];
}

const DUE: Readonly<Record<StatementView['due'], string>> = {
  due: 'yes',
  order: 'no: ordered by a Member State',
  elsewhere: 'no: not restricted in any EEA State',
};

function reasonsText({ unpublishable, versions }: ReasonsView): string {
  const kept = unpublishable === null ? '' : `Statements of reasons cannot be published: ${unpublishable.cure}\n`;
  if (versions.length === 0) return `${kept}No versions yet.\n`;
  const lines = versions.map(
    ({ version, state, statements, category, contentDate, draftedBy, approvals, approvalsNeeded, digest }) =>
      `version ${version}, ${state}: ${statements} statements, ${category}, ${contentDate}; by ${clipLine(draftedBy.name)}, ${approvals.length} of ${approvalsNeeded} approvals\n  ${digest}\n`,
  );
  return kept + lines.join('');
}

export function addStatementCommands(notices: Command, deps: CliDeps): void {
  addList<StatementView>(notices, deps, {
    usage: 'statements <notice>',
    summary: 'list statements of reasons about its targets and their state',
    role: 'reviewer',
    examples: ['notices statements N-2021-000002', 'notices statements N-2021-000002 --all --json'],
    path: async ({ noticeId }) => `/v1/notices/${await noticeId()}/statements`,
    columns: [
      { head: 'target', value: ({ target }) => target, align: 'right' },
      { head: 'due', value: ({ due }) => DUE[due] },
      { head: 'state', value: ({ state, outdated }) => (outdated ? `${state}, outdated` : (state ?? '')) },
      { head: 'version', value: ({ version }) => version ?? '', align: 'right' },
      { head: 'receipt', value: ({ receipt }) => receipt ?? '' },
      { head: 'last error', value: ({ lastError }) => lastError ?? '', max: 100 },
    ],
    empty: 'None of its targets has been restricted.\n',
  });
  addStatementVersions(notices, deps);
  addStateReasons(notices, deps);
}

function statedText({ drafted, order, elsewhere, version, digest }: StatedReasons): string {
  const stated = `${drafted} stated; not needed for ${order} ordered by a Member State and ${elsewhere} not restricted in any EEA State\n`;
  if (version === null) return stated;
  return `${stated}version ${version} needs approval by another person (notices approve-publication --what statements --number ${version})\n  ${digest ?? ''}\n`;
}

function addStatementVersions(notices: Command, deps: CliDeps): void {
  addCommand<object>(notices, deps, {
    usage: 'statement-versions <notice>',
    summary: 'list versions of the stated reasons and the approvals they need',
    role: 'reviewer',
    examples: ['notices statement-versions N-2021-000002'],
    run: async ({ noticeId, read }) => read(`/v1/notices/${await noticeId()}/statements/versions`, reasonsText),
  });
}

function addStateReasons(notices: Command, deps: CliDeps): void {
  addCommand<StatedOptions>(notices, deps, {
    usage: 'state-reasons <notice>',
    summary:
      'state the reasons for restricting its targets; once approved by another person, sent to the DSA Transparency Database',
    role: 'reviewer',
    unsafe: true,
    options: [
      new Option('--category <code>', 'category of the database')
        .choices([...STATEMENT_CATEGORIES])
        .makeOptionMandatory(),
      requiredOption('--content-date <day>', 'date on which the content was posted, e.g. 2024-02-01'),
      option('--content-language <code>', 'two-letter language code, e.g. EN'),
      option('--items <no...>', 'only these targets'),
    ],
    examples: [
      'notices state-reasons N-2021-000002 --category STATEMENT_CATEGORY_VIOLENCE --content-date 2024-02-01',
      'notices state-reasons N-2021-000002 --category STATEMENT_CATEGORY_VIOLENCE --content-date 2024-02-01 --items 3 4',
    ],
    async run(session) {
      const { category, contentDate, contentLanguage, items } = session.options;
      const path = `/v1/notices/${await session.noticeId()}/statements`;
      const body = { category, contentDate, contentLanguage, ...(items ? { items: items.map(Number) } : {}) };
      await session.send(path, body, statedText);
    },
  });
}
