import { type Command, Option } from 'commander';
import type { z } from 'zod';
import type { reasonsView, statedView, statementView } from '../../contract/publishing/statements.js';
import { STATEMENT_CATEGORIES } from '../../domain/reports/statement.js';
import { addCommand, type ListOptions, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { listOptions, option, requiredOption } from '../options.js';
import { clipLine } from '../text.js';
import { resolveNoticeId } from './resolve.js';

type Statement = z.infer<typeof statementView>;
type Reasons = z.infer<typeof reasonsView>;

interface StatedOptions {
  category: string;
  contentDate: string;
  contentLanguage?: string;
  items?: string[];
}

const DUE: Readonly<Record<Statement['due'], string>> = {
  due: 'yes',
  order: 'no: ordered by a Member State',
  elsewhere: 'no: not restricted in any EEA State',
};

function reasonsText({ unpublishable, versions }: Reasons): string {
  const kept = unpublishable === null ? '' : `Statements of reasons cannot be published: ${unpublishable.cure}\n`;
  if (versions.length === 0) return `${kept}No versions yet.\n`;
  const lines = versions.map(
    ({ version, state, statements, category, contentDate, draftedBy, approvals, approvalsNeeded, digest }) =>
      `version ${version}, ${state}: ${statements} statements, ${category}, ${contentDate}; by ${clipLine(draftedBy.name)}, ${approvals.length} of ${approvalsNeeded} approvals\n  ${digest}\n`,
  );
  return kept + lines.join('');
}

export function addStatementCommands(notices: Command, deps: CliDeps): void {
  addCommand<ListOptions>(notices, deps, {
    usage: 'statements <notice>',
    summary: 'list statements of reasons about its targets and their state',
    role: 'reviewer',
    options: listOptions(),
    examples: ['notices statements N-2021-000002', 'notices statements N-2021-000002 --all --json'],
    run: async (session) =>
      showList<Statement>(session, {
        path: `/v1/notices/${await resolveNoticeId(session.reader, session.args[0] ?? '')}/statements`,
        columns: [
          { head: 'target', value: ({ target }) => target, align: 'right' },
          { head: 'due', value: ({ due }) => DUE[due] },
          { head: 'state', value: ({ state, outdated }) => (outdated ? `${state}, outdated` : (state ?? '')) },
          { head: 'version', value: ({ version }) => version ?? '', align: 'right' },
          { head: 'receipt', value: ({ receipt }) => receipt ?? '' },
          { head: 'last error', value: ({ lastError }) => lastError ?? '', max: 100 },
        ],
        empty: 'None of its targets has been restricted.\n',
      }),
  });
  addStatementVersions(notices, deps);
  addStateReasons(notices, deps);
}

function addStatementVersions(notices: Command, deps: CliDeps): void {
  addCommand<object>(notices, deps, {
    usage: 'statement-versions <notice>',
    summary: 'list versions of the stated reasons and the approvals they need',
    role: 'reviewer',
    examples: ['notices statement-versions N-2021-000002'],
    run: async (session) => {
      const id = await resolveNoticeId(session.reader, session.args[0] ?? '');
      session.show(await session.desk.get<Reasons>(`/v1/notices/${id}/statements/versions`), reasonsText);
    },
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
      const { desk, args, options, idempotencyKey } = session;
      const id = await resolveNoticeId(session.reader, args[0] ?? '');
      const { category, contentDate, contentLanguage, items } = options;
      const body = { category, contentDate, contentLanguage, ...(items ? { items: items.map(Number) } : {}) };
      const reply = await desk.post<z.infer<typeof statedView>>(`/v1/notices/${id}/statements`, body, idempotencyKey);
      session.show(reply, ({ drafted, order, elsewhere, version, digest }) =>
        [
          `${drafted} stated; not needed for ${order} ordered by a Member State and ${elsewhere} not restricted in any EEA State\n`,
          version === null
            ? ''
            : `version ${version} needs approval by another person (notices approve-publication --what statements --number ${version})\n  ${digest ?? ''}\n`,
        ].join(''),
      );
    },
  });
}
