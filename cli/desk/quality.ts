import type { Command } from 'commander';
import { GOLDEN_STATES } from '../../domain/quality/golden.js';
import { DECISION_ACTIONS, type DecisionAction } from '../../domain/targets/decision-action.js';
import { flattenList, parseNumbers, parseOneOf } from '../arguments.js';
import { addCommand, addList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { UsageError } from '../exit.js';
import { given, option, OPTION_HELP, requiredOption } from '../options.js';
import { renderTable } from '../table.js';
import type { AgreementView, GoldenItemView, OpenedReviewView, QueuedReviewView } from '../view.js';

interface Decision {
  to: DecisionAction;
  ground: string[];
  note?: string;
}

const collectGrounds = (text: string, before: string[] = []) => [...before, text];

export function addQualityCommands(program: Command, deps: CliDeps): void {
  const reviews = program.command('second-reviews').description('what waits for your blind second review');
  addQueue(reviews, deps);
  const golden = program.command('golden').description('decided targets with an agreed answer, to measure reviewers');
  addGolden(golden, deps);
}

function addQueue(reviews: Command, deps: CliDeps): void {
  addList<QueuedReviewView>(reviews, deps, {
    usage: 'list',
    summary: 'list targets of all notices that wait for your second review',
    role: 'reviewer2',
    examples: ['second-reviews list --count'],
    path: '/v1/second-reviews',
    columns: [
      { head: 'id', value: ({ id }) => id },
      { head: 'law', value: ({ regime }) => regime },
      { head: 'type', value: ({ type }) => type },
      { head: 'locator', value: ({ locator }) => locator, max: 60 },
    ],
    empty: 'No second review waits for you.\n',
  });
  addCommand(reviews, deps, {
    usage: 'show <id>',
    summary: 'show one of them with the text of its order',
    role: 'reviewer2',
    examples: ['second-reviews show ID'],
    async run({ args: [id = ''], read }) {
      await read<OpenedReviewView>(
        `/v1/second-reviews/${encodeURIComponent(id)}`,
        ({ locator, authority, regime, subject, body }) =>
          `${locator}\n${authority}, ${regime}\n\n${subject}\n${body}\n`,
      );
    },
  });
  addCommand<Decision>(reviews, deps, {
    usage: 'answer <id>',
    summary: 'record your own decision without seeing the other one',
    role: 'reviewer2',
    unsafe: true,
    options: [
      requiredOption('--to <action>', 'your own action', parseOneOf(DECISION_ACTIONS)),
      requiredOption('--ground <codes...>', 'why').argParser(collectGrounds),
      option('--note <text>', 'a note on it; the ground "other" needs one'),
    ],
    examples: ['second-reviews answer ID --to withhold --ground complied_under_protest'],
    run: ({ args: [id = ''], options: { to, ground, note }, send }) =>
      send<{ agrees: boolean }>(
        `/v1/second-reviews/${encodeURIComponent(id)}`,
        given({ action: to, grounds: flattenList(ground), note }),
        ({ agrees }) => `Recorded. The other decision has ${agrees ? 'the same' : 'another'} action.\n`,
      ),
  });
}

function addGolden(golden: Command, deps: CliDeps): void {
  addList<GoldenItemView>(golden, deps, {
    usage: 'list',
    summary: 'list golden items by set, with their agreed decisions',
    role: 'counsel',
    filters: [
      option('--set <name>', 'only this set'),
      option('--state <state>', GOLDEN_STATES.join(', '), parseOneOf(GOLDEN_STATES)),
    ],
    examples: ['golden list --state pending'],
    path: '/v1/golden-items',
    columns: [
      { head: 'id', value: ({ id }) => id },
      { head: 'set', value: ({ set }) => set, max: 40 },
      { head: 'notice', value: ({ notice }) => notice.number },
      { head: 'no', value: ({ no }) => no, align: 'right' },
      { head: 'agreed', value: ({ action }) => action },
      { head: 'state', value: ({ state }) => state },
      { head: 'same', value: ({ agreed }) => agreed, align: 'right' },
      { head: 'answers', value: ({ answers }) => answers, align: 'right' },
    ],
    empty: 'No target is golden.\n',
  });
  addMark(golden, deps);
  for (const [act, summary, done] of [
    ['confirm', 'confirm the agreed decisions of items that another person marked', 'Confirmed.\n'],
    ['retire', 'serve items no longer; their answers stay', 'Retired.\n'],
  ] as const)
    addCommand(golden, deps, {
      usage: `${act} <ids...>`,
      summary,
      role: 'approver',
      unsafe: true,
      examples: [`golden ${act} ID`],
      run: ({ args, send }) => send(`/v1/golden-items/${act}`, { items: args }, () => done),
    });
}

function addMark(golden: Command, deps: CliDeps): void {
  addCommand<Partial<Decision> & { set: string; targets: number[] }>(golden, deps, {
    usage: 'mark <notice>',
    summary: 'mark decided targets as golden; another person confirms them',
    role: 'counsel',
    unsafe: true,
    options: [
      requiredOption('--set <name>', 'the set that they belong to'),
      requiredOption('--targets <numbers>', OPTION_HELP.numbers, parseNumbers),
      option('--to <action>', 'the agreed action (default: as each was decided)', parseOneOf(DECISION_ACTIONS)),
      option('--ground <codes...>', 'the agreed grounds').argParser(collectGrounds),
    ],
    examples: ['golden mark N-2021-000001 --set "Satire" --targets 17,23'],
    async run({ noticeId, options: { set, targets, to, ground }, send }) {
      if ((to === undefined) !== (ground === undefined)) throw new UsageError('Give --to and --ground together.');
      const agreed = to === undefined ? undefined : { action: to, grounds: flattenList(ground ?? []) };
      await send<{ marked: number[]; skipped: number[] }>(
        `/v1/notices/${await noticeId()}/golden`,
        given({ set, targets, agreed }),
        ({ marked, skipped }) =>
          `Marked: ${marked.join(', ')}.${skipped.length === 0 ? '' : ` Left out: ${skipped.join(', ')}.`}\n`,
      );
    },
  });
}

export function addAgreement(reports: Command, deps: CliDeps): void {
  addCommand<{ from?: string; to?: string; csv?: boolean }>(reports, deps, {
    usage: 'agreement',
    summary: 'agreement between reviewers, by action and by person',
    role: 'counsel',
    options: [
      option('--from <time>', 'second reviews given from here on (default: 90 days ago)'),
      option('--to <time>', 'second reviews given until here'),
      option('--csv', 'the figures as CSV'),
    ],
    examples: ['reports agreement', 'reports agreement --from 2026-01-01T00:00:00Z --csv'],
    more: 'Everyone has their own figures, counsel and ops those of all. Secret notices count for those who can read them.',
    async run({ desk, deps: { stdout }, options: { from, to, csv }, say, read }) {
      const query = { from, to };
      if (csv) say((await desk.getText('/v1/reports/agreement', { ...query, format: 'csv' })).text);
      else await read<AgreementView>('/v1/reports/agreement', (report) => formatAgreement(report, stdout), query);
    },
  });
}

type Figure = AgreementView['all'];

function formatAgreement(report: AgreementView, sink: CliDeps['stdout']): string {
  const { all, byAction, byPerson, golden, leastPairs } = report;
  const line = (name: string, figure: Figure) => ({ name, ...figure });
  const rows = [
    line('all', all),
    ...byAction.map((row) => line(row.action, row)),
    ...byPerson.map((row) => line(row.person.name, row)),
    ...golden.map((row) => line(`${row.set}: ${row.person.name}`, row)),
  ];
  return renderTable(
    rows,
    [
      { head: report.scope === 'own' ? 'your second reviews' : 'second reviews', value: ({ name }) => name, max: 50 },
      { head: 'pairs', value: ({ pairs }) => pairs, align: 'right' },
      { head: 'same action', value: ({ agreed }) => agreed, align: 'right' },
      { head: 'kappa (95 %)', value: (figure) => kappaText(figure, leastPairs) },
    ],
    sink,
  );
}

function kappaText({ pairs, kappa }: Figure, least: number): string {
  if (pairs < least) return `fewer than ${least} pairs`;
  if (kappa === null) return 'one action only';
  return `${kappa.value.toFixed(2)} (${kappa.low.toFixed(2)} to ${kappa.high.toFixed(2)})`;
}
