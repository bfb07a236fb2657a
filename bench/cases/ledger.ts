import pg from 'pg';
import { toCursor } from '../../application/paging.js';
import { startIntakeDesk } from '../rig/desk.js';
import { createHttpClient, type HttpClient } from '../rig/http.js';
import { addNotices, fillQueue, TARGETS_EACH } from '../rig/ledger-rows.js';
import { timed } from '../rig/load.js';
import type { BenchOptions } from '../rig/options.js';
import { interleave, percentile, round3, computeSpread, type Spread } from '../rig/pairs.js';
import { DESK_DURABILITY, DESK_LIMITS, type Measured } from '../rig/result.js';

/** A ratio does not matter for answers within `soonMs`. */
export const LEDGER_TARGET = { ratio: 4, soonMs: 1, growth: 1.3 } as const;
const STAGES = [10_000, 100_000, 1_000_000] as const;
const REQUESTED = 40;
const PAGE = 51;

interface Question {
  path: string;
  text: string;
  values: unknown[];
}

interface Answered {
  ratio: Spread;
  httpMs: number;
  sqlMs: number;
}

/** Compares list, search and counters over HTTP with bare SQL on its own connection, as the registry grows. */
export async function measureLedger(options: BenchOptions): Promise<Measured> {
  const desk = await startIntakeDesk(options.say);
  const http = createHttpClient({ ...desk, connections: 1 });
  const client = new pg.Client({ connectionString: desk.database });
  await client.connect();
  try {
    const byStage: Record<string, Record<string, Answered>> = {};
    let notices = 0;
    await fillQueue(client, PAGE);
    let id = '';
    for (const rows of STAGES) {
      const wanted = rows / TARGETS_EACH;
      const added = await addNotices(client, { from: notices + 1, to: wanted });
      if (id === '') id = added;
      notices = wanted;
      // As after an hour of normal operation; tests cover a registry without statistics.
      await client.query('analyze');
      options.say(`  ${rows} targets in ${notices} notices`);
      byStage[rows] = await askAll(options, { http, client, questions: await questionsAbout(client, id) });
    }
    const floorMs = round3(await p50Of(async () => check(await http.get('reviewer', '/v1/me'))));
    return toMeasured(options, byStage, floorMs);
  } finally {
    await Promise.all([http.close(), client.end()]);
  }
}

async function questionsAbout(client: pg.Client, id: string): Promise<Record<string, Question>> {
  const { rows } = await client.query<{ locator: string }>(
    'select locator from target where notice_id = $1 and no = $2',
    [id, TARGETS_EACH / 2],
  );
  const locator = rows[0]?.locator ?? '';
  const middle = TARGETS_EACH / 2;
  const targets = `/v1/notices/${id}/targets`;
  const columns =
    'no, type, locator, note, platform_id, protected_class, flags, problem, action, grounds, countries, decision_note, decided_by, decided_at, status, receipt';
  const targetsWhere = `select ${columns} from target where notice_id = $1 and no > $2`;
  return {
    firstPage: {
      path: targets,
      text: `${targetsWhere} order by no limit ${PAGE}`,
      values: [id, 0],
    },
    pageInTheMiddle: {
      path: `${targets}?cursor=${toCursor([middle])}`,
      text: `${targetsWhere} order by no limit ${PAGE}`,
      values: [id, middle],
    },
    failedTargets: {
      path: `${targets}?status=failed`,
      text: `${targetsWhere} and status = $3 order by no limit ${PAGE}`,
      values: [id, 0, 'failed'],
    },
    searchInNotice: {
      path: `${targets}?q=${encodeURIComponent(locator.slice(1, 9).toUpperCase())}`,
      text: `${targetsWhere} and strpos(lower(locator), $3) > 0 order by no limit ${PAGE}`,
      values: [id, 0, locator.slice(1, 9)],
    },
    counters: {
      path: `${targets}?action=withhold&limit=1&count=true`,
      text: 'select sum(count) from ledger_count where notice_id = $1 and action = $2',
      values: [id, 'withhold'],
    },
    progress: {
      path: `/v1/notices/${id}/enforcement`,
      text: 'select status, sum(count) from operation_count where notice_id = $1 and submission = $2 group by status',
      values: [id, 1],
    },
    queue: {
      path: '/v1/notices',
      text: `select * from notice order by coalesce(queue_due_at, 'infinity'::timestamptz), id limit ${PAGE}`,
      values: [],
    },
    restrictions: {
      path: '/v1/restrictions',
      text: `select * from restriction_support where released_at is null order by type, locator, platform_id limit ${PAGE}`,
      values: [],
    },
    restriction: {
      path: `/v1/restrictions?type=account&locator=${encodeURIComponent(locator)}`,
      text: 'select * from restriction_support where released_at is null and type = $1 and locator = $2',
      values: ['account', locator],
    },
  };
}

interface Asking {
  http: HttpClient;
  client: pg.Client;
  questions: Record<string, Question>;
}

async function askAll(
  { pairs, say }: BenchOptions,
  { http, client, questions }: Asking,
): Promise<Record<string, Answered>> {
  const answered: Record<string, Answered> = {};
  for (const [name, { path, text, values }] of Object.entries(questions)) {
    const measured = await interleave({
      pairs,
      warmUp: 1,
      a: () => p50Of(async () => check(await http.get('reviewer', path))),
      b: () => p50Of(() => client.query({ name, text, values })),
      say: () => undefined,
    });
    answered[name] = {
      ratio: computeSpread(measured.map(({ a, b }) => a / b)),
      httpMs: round3(
        percentile(
          measured.map(({ a }) => a),
          50,
        ),
      ),
      sqlMs: round3(
        percentile(
          measured.map(({ b }) => b),
          50,
        ),
      ),
    };
    say(`    ${name}: ${answered[name]?.httpMs} ms, bare SQL ${answered[name]?.sqlMs} ms`);
  }
  return answered;
}

function check({ status, body }: { status: number; body: unknown }): void {
  if (status !== 200) throw new Error(`A reader was answered ${status}: ${JSON.stringify(body).slice(0, 300)}`);
}

async function p50Of(work: () => Promise<unknown>): Promise<number> {
  const ms: number[] = [];
  for (let n = 0; n < REQUESTED; n += 1) ms.push(await timed(work));
  return percentile(ms, 50);
}

function toMeasured(
  { pairs }: BenchOptions,
  byStage: Record<string, Record<string, Answered>>,
  floorMs: number,
): Measured {
  const first = byStage[STAGES[0]] ?? {};
  const last = byStage[STAGES[STAGES.length - 1] ?? 0] ?? {};
  const growth = Object.fromEntries(
    Object.entries(last).map(([name, { httpMs }]) => [name, round3(httpMs / (first[name]?.httpMs ?? Number.NaN))]),
  );
  const all = Object.values(byStage).flatMap((stage) => Object.values(stage));
  const worst = Object.values(last).reduce((max, one) => (one.ratio.median > max.ratio.median ? one : max));
  return {
    ratio: worst.ratio,
    pairs,
    met:
      all.every(({ ratio, httpMs }) => ratio.median <= LEDGER_TARGET.ratio || httpMs < LEDGER_TARGET.soonMs) &&
      Object.values(growth).every((times) => times <= LEDGER_TARGET.growth),
    a: figures(byStage, ({ httpMs }) => httpMs),
    b: figures(byStage, ({ sqlMs }) => sqlMs),
    counters: { ratios: figures(byStage, ({ ratio }) => ratio.median), growth, floorMs, targetsEach: TARGETS_EACH },
    limits: DESK_LIMITS,
    durability: DESK_DURABILITY,
    note: 'p50 in ms by question and number of targets in the registry, half of them in force. The ratio is that of the worst question at 1,000,000; met asks it of all that are not answered in under 1 ms, and that none takes more than 1.3 times as long as at 10,000. One reader, one question at a time, over HTTP with key and rights looked up each time; the SQL is prepared, on a warm connection, and brings the rows without what belongs to them (names, other supports). floorMs: the p50 of GET /v1/me, which looks up the key and answers.',
  };
}

function figures<T>(byStage: Record<string, Record<string, Answered>>, pick: (one: Answered) => T) {
  return Object.fromEntries(
    Object.entries(byStage).map(([rows, stage]) => [
      rows,
      Object.fromEntries(Object.entries(stage).map(([name, one]) => [name, pick(one)])),
    ]),
  );
}
