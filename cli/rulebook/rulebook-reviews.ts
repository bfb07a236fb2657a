import type { Command } from 'commander';
import { addCommand, type ListOptions, type CommandSession, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { parseOneOf } from '../arguments.js';
import { RefusedError, UsageError } from '../exit.js';
import { listAll } from '../../sdk/http.js';
import { given, listOptions, option, requiredOption } from '../options.js';
import { renderTable, type TableColumn } from '../table.js';
import { plural, printable } from '../text.js';
import { REVIEW_STATES, type ReviewState } from '../../domain/rulebook/review.js';
import type { LawIncident, LawIncidentPage, LawReviewView, ReviewStatusView } from '../view.js';

const REVIEWS = '/v1/rulebook/reviews';
const INCIDENTS = '/v1/rulebook/incidents';

export function addReviews(rulebook: Command, deps: CliDeps): void {
  addReviewList(rulebook, deps);
  addReview(rulebook, deps);
  addIncidents(rulebook, deps);
}

function addReviewList(rulebook: Command, deps: CliDeps): void {
  addCommand<ListOptions & { state?: ReviewState }>(rulebook, deps, {
    usage: 'reviews',
    summary: 'list every version of every law with its review state',
    role: 'reviewer',
    options: [
      option('--state <state>', `only ${REVIEW_STATES.join(', ')}`, parseOneOf(REVIEW_STATES)),
      ...listOptions(),
    ],
    examples: ['rulebook reviews --state expired', 'rulebook reviews --all'],
    run: (session) =>
      showList<LawReviewView>(session, {
        path: REVIEWS,
        query: { state: session.options.state },
        columns: [
          { head: 'law', value: ({ id }) => id },
          { head: 'version', value: ({ version }) => version },
          { head: 'review', value: ({ state }) => state },
          { head: 'until', value: ({ until }) => until },
          { head: 'by', value: ({ by }) => by.map(({ name }) => name).join(', '), max: 60 },
          { head: 'wrong', value: ({ mistakes }) => mistakes.map((number) => `incident ${number}`).join(', ') },
        ],
        empty: 'No laws match.\n',
      }),
  });
}

export interface WhichVersion {
  lawVersion?: string;
}

export async function findLaw(
  { desk }: CommandSession<object>,
  id: string,
  named: string | undefined,
): Promise<LawReviewView> {
  const all = await listAll<LawReviewView>(desk, REVIEWS);
  const own = all.filter((law) => law.id === id.toUpperCase());
  const found = named === undefined ? own.at(-1) : own.find(({ version }) => version === named);
  if (found !== undefined) return found;
  throw new RefusedError(
    own.length === 0
      ? `There is no law ${id}. List them: notice-desk rulebook list`
      : `The versions of ${id} are ${own.map(({ version }) => version).join(', ')}.`,
  );
}

export const whichVersion = () => option('--law-version <date>', 'which version (default: the last)');

interface Review extends WhichVersion {
  fact?: string;
  bar: string;
  jurisdiction: string;
  scope: string;
  until: string;
  note: string;
}

function addReview(rulebook: Command, deps: CliDeps): void {
  addCommand<Review>(rulebook, deps, {
    usage: 'review <id>',
    summary: 'record that you have compared a version of a law, or one fact of it, with its source texts',
    role: 'counsel',
    unsafe: true,
    options: [
      whichVersion(),
      option('--fact <name>', 'only this fact, e.g. clock:comply (default: the whole version)'),
      requiredOption('--bar <text>', 'your bar admission'),
      requiredOption('--jurisdiction <country>', 'country of that admission, e.g. IN'),
      requiredOption('--scope <text>', 'what the review covers'),
      requiredOption('--until <date>', 'date on which it has to be reviewed again, at most one year ahead'),
      requiredOption('--note <text>', 'what was compared with what'),
    ],
    more: 'Needs two different counsel. Shows the facts and sends the digest of the law as it stands now.',
    examples: [
      'rulebook review IN-ITR-3-1-D --fact clock:comply --bar "Bar Council of Delhi D/1" --jurisdiction IN --scope "Hosts of user content" --until 2027-02-20 --note "Compared with G.S.R. 120(E)"',
    ],
    run: review,
  });
}

const REVIEW_WORDS: Record<ReviewState, string> = {
  draft: 'not reviewed by counsel',
  reviewed_once: 'reviewed by one counsel',
  reviewed_twice: 'reviewed by two counsel',
  expired: 'review expired',
};

function reviewText({ state, until, by, mistakes }: ReviewStatusView): string {
  const when = until === null ? '' : state === 'expired' ? ` since ${until}` : ` until ${until}`;
  const who = by.length === 0 ? '' : ` (${by.map(({ name }) => name).join(', ')})`;
  const wrong =
    mistakes.length === 0 ? '' : `; found incorrect: ${mistakes.map((number) => `incident ${number}`).join(', ')}`;
  return `${REVIEW_WORDS[state] ?? state}${when}${who}${wrong}`;
}

async function review(session: CommandSession<Review>): Promise<void> {
  const { lawVersion, fact, bar: barAdmission, jurisdiction, scope, until: reviewedUntil, note } = session.options;
  const law = await findLaw(session, session.args[0] ?? '', lawVersion);
  const facts = law.facts.map((one) => `  ${one.id}: ${one.says} (${reviewText(one)})`).join('\n');
  session.say(printable(`${law.id} ${law.version}, ${reviewText(law)}\n${facts}`));
  const named = given({ regime: law.id, version: law.version, digest: law.digest, fact });
  const body = { ...named, barAdmission, jurisdiction: jurisdiction.toUpperCase(), scope, reviewedUntil, note };
  await session.send<LawReviewView>(REVIEWS, body, (stand) => {
    const one = stand.facts.find(({ id }) => id === fact) ?? stand;
    return `Reviewed: ${printable(reviewText(one))}\n`;
  });
}

function addIncidents(rulebook: Command, deps: CliDeps): void {
  addCommand<ListOptions>(rulebook, deps, {
    usage: 'incidents',
    summary: 'list facts of law found to be wrong, newest first',
    role: 'reviewer',
    options: listOptions(),
    examples: ['rulebook incidents'],
    run: (session) =>
      showList<LawIncident>(session, {
        path: INCIDENTS,
        columns: [
          { head: 'n', value: ({ number }) => number, align: 'right' },
          { head: 'law', value: ({ regime }) => regime },
          { head: 'version', value: ({ version }) => version },
          { head: 'fact', value: ({ fact }) => fact },
          { head: 'said', value: ({ said }) => said, max: 50 },
          { head: 'found', value: ({ found }) => found, max: 50 },
          { head: 'at', value: ({ recordedAt }) => recordedAt },
          { head: 'corrected', value: ({ correctedAt }) => correctedAt },
        ],
        empty: 'No incidents.\n',
      }),
  });
  addCommand<ListOptions>(rulebook, deps, {
    usage: 'incident <n>',
    summary: 'show one incident with the notices it affects',
    role: 'reviewer',
    options: listOptions().slice(0, 2),
    examples: ['rulebook incident 1'],
    async run(session) {
      const { limit, cursor } = session.options;
      const path = `${INCIDENTS}/${readNumber(session.args[0])}`;
      await session.read<LawIncidentPage>(path, (incident) => renderIncident(incident, deps), { limit, cursor });
    },
  });
  addIncidentActs(rulebook, deps);
}

interface Wrong extends WhichVersion {
  fact: string;
  found: string;
  source: string;
}

function addIncidentActs(rulebook: Command, deps: CliDeps): void {
  addCommand<Wrong>(rulebook, deps, {
    usage: 'wrong <id>',
    summary: 'record that a fact of a law is wrong; voids its reviews',
    role: 'counsel',
    unsafe: true,
    options: [
      whichVersion(),
      requiredOption(
        '--fact <name>',
        'the fact, e.g. clock:comply; listed by `rulebook review` and `rulebook reviews`',
      ),
      requiredOption('--found <text>', 'the correct fact'),
      requiredOption('--source <text>', 'where that stands'),
    ],
    examples: ['rulebook wrong TR-5651-8A --fact clock:comply --found "1 hour" --source "Law 7590, Article 3"'],
    run: recordWrong,
  });
  addCommand<{ correction: string }>(rulebook, deps, {
    usage: 'corrected <n>',
    summary: 'mark an incident as corrected in the rulebook',
    role: 'counsel',
    unsafe: true,
    options: [requiredOption('--correction <text>', 'what was changed')],
    examples: ['rulebook corrected 1 --correction "A version from 23 October 2026 with one hour"'],
    run: ({ args, options: { correction }, send }) =>
      send<LawIncident>(
        `${INCIDENTS}/${readNumber(args[0])}/correct`,
        { correction },
        ({ number }) => `Incident ${number} is marked as corrected.\n`,
      ),
  });
}

async function recordWrong(session: CommandSession<Wrong>): Promise<void> {
  const { fact, found, source, lawVersion } = session.options;
  const { id: regime, version } = await findLaw(session, session.args[0] ?? '', lawVersion);
  await session.send<LawIncident>(
    INCIDENTS,
    { regime, version, fact, found, source },
    ({ number }) => `Recorded as incident ${number}: notice-desk rulebook incident ${number} shows what it affects.\n`,
  );
}

export function readNumber(text: string | undefined): number {
  if (/^[1-9]\d{0,8}$/.test(text ?? '')) return Number(text);
  throw new UsageError(`${JSON.stringify(text)} is not such a number.`);
}

function renderIncident(incident: LawIncidentPage, { stdout }: CliDeps): string {
  const { number, regime, version, fact, said, found, source, recordedBy, recordedAt, correction } = incident;
  const lines = [
    `incident ${number}: ${regime} ${version}, ${fact}`,
    `  said: ${said}`,
    `  right: ${found} (${source})`,
    `  recorded by ${recordedBy.name}, ${recordedAt}`,
    correction === null ? '  not corrected yet' : `  corrected: ${correction}`,
    `${plural(incident.touched, 'notice')} affected that you can read`,
  ];
  const columns: TableColumn<LawIncidentPage['items'][number]>[] = [
    { head: 'notice', value: (item) => item.number },
    { head: 'stage', value: ({ stage }) => stage },
    { head: 'due', value: ({ dueAt }) => dueAt },
  ];
  const more = incident.nextCursor === null ? '' : `More results: --cursor ${incident.nextCursor}\n`;
  const table = incident.items.length === 0 ? '' : renderTable(incident.items, columns, stdout);
  return `${printable(lines.join('\n'))}\n${table}${more}`;
}
