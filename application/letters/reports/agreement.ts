import type { z } from 'zod';
import type { agreementQuery, agreementView } from '../../../contract/review/quality.js';
import { can } from '../../../domain/people/permission.js';
import { splitByKey } from '../../../domain/split-by-key.js';
import { LEAST_PAIRS, measureAgreement, measureByAction, type Agreement } from '../../../domain/quality/agreement.js';
import { ask } from '../../../registry/ask.js';
import {
  queryGoldenAnswers,
  queryReviewPairs,
  type CountedAnswer,
  type CountedReview,
} from '../../../registry/reports/agreement.js';
import { toReader, type Caller } from '../../caller.js';
import { invalid } from '../../refusal.js';
import type { Services } from '../../services.js';
import type { CsvSheet } from './sheet.js';

type View = z.input<typeof agreementView>;

const DEFAULT_MS = 90 * 86_400_000;

/**
 * How far second reviewers agree with the first decision and with golden sets, in the notices that the caller may read.
 * Without `quality.read` only what they took part in themselves.
 */
export async function reportAgreement(
  { db, now }: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { format, ...query }: z.output<typeof agreementQuery>,
): Promise<View | CsvSheet> {
  const to = query.to === undefined ? now() : new Date(query.to);
  const from = query.from === undefined ? new Date(to.getTime() - DEFAULT_MS) : new Date(query.from);
  if (from > to) throw invalid('/query/from', 'Give a time before `to`.');
  const isLead = can(caller.roles, 'quality.read');
  const span = { reader: toReader(caller), from, to, person: isLead ? null : caller.person.id };
  const [reviews, answers] = [await ask(db, queryReviewPairs(span)), await ask(db, queryGoldenAnswers(span))];
  const view: View = {
    from: from.toISOString(),
    to: to.toISOString(),
    scope: isLead ? 'all' : 'own',
    leastPairs: LEAST_PAIRS,
    all: measureAgreement(reviews),
    byAction: measureByAction(reviews),
    byPerson: measurePeople(reviews).filter(({ person }) => isLead || person.id === caller.person.id),
    // Fewer would tell a reviewer, answer by answer, which items are golden.
    golden: measureSets(answers).filter(({ pairs }) => isLead || pairs >= LEAST_PAIRS),
  };
  return format === 'csv' ? toSheet(view) : view;
}

function measurePeople(reviews: readonly CountedReview[]): View['byPerson'] {
  const own = reviews.flatMap(({ drafter, drafterName, reader, readerName, first, second, count }) => [
    { id: drafter, name: drafterName, first, second, count },
    { id: reader, name: readerName, first: second, second: first, count },
  ]);
  return splitByKey(own, ({ id }) => id)
    .flatMap((pairs) => pairs.slice(0, 1).map(({ id, name }) => ({ person: { id, name }, ...measureAgreement(pairs) })))
    .toSorted(byName);
}

function measureSets(answers: readonly CountedAnswer[]): View['golden'] {
  return splitByKey(answers, ({ set, reader }) => JSON.stringify([set, reader]))
    .flatMap((of) =>
      of.slice(0, 1).map(({ set, reader: id, readerName: name }) => ({
        set,
        person: { id, name },
        ...measureAgreement(of),
        sameGrounds: of.reduce((sum, { sameGrounds }) => sum + sameGrounds, 0),
      })),
    )
    .toSorted((one, other) => one.set.localeCompare(other.set) || byName(one, other));
}

const byName = (one: { person: { name: string } }, other: { person: { name: string } }) =>
  one.person.name.localeCompare(other.person.name);

function toSheet({ to, all, byAction, byPerson, golden }: View): CsvSheet {
  const cells = (group: string, name: string, set: string, { pairs, agreed, kappa }: Agreement) => [
    group,
    name,
    set,
    pairs,
    agreed,
    ...[kappa?.value, kappa?.low, kappa?.high].map((value) => (value === undefined ? null : Number(value.toFixed(3)))),
  ];
  return {
    name: `agreement-${to.slice(0, 10)}`,
    head: ['group', 'name', 'set', 'pairs', 'agreed', 'kappa', 'low', 'high'],
    cells: [
      cells('all', '', '', all),
      ...byAction.map((row) => cells('action', row.action, '', row)),
      ...byPerson.map((row) => cells('person', row.person.name, '', row)),
      ...golden.map((row) => cells('golden', row.person.name, row.set, row)),
    ],
  };
}
