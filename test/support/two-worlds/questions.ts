import type { ApiAnswer, ApiHarness, HarnessPerson } from '../api-harness.js';
import type { Role } from '../../../domain/people/permission.js';
import type { OpenLife } from './world.js';

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: { enum?: unknown[] } }[];
  requestBody?: unknown;
  responses: Record<string, { content?: Record<string, unknown> }>;
}

export interface Question {
  name: string;
  method: 'GET' | 'POST';
  url: string;
  body?: unknown;
}

export interface Described {
  path: string;
  method: string;
  operation: Operation;
}

export async function describeApi(api: ApiHarness): Promise<Described[]> {
  const { paths } = (await api.get('/openapi.json', null)).json() as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
}

const isStream = ({ operation }: Described) => operation.responses['200']?.content?.['text/event-stream'] !== undefined;

export const listStreams = (operations: Described[]) => operations.filter(isStream).map(({ path }) => path);

/** Non-GET operations that only read, recognised by their path or request body. */
export const listPreviews = (operations: Described[]) =>
  operations
    .filter(
      ({ path, method, operation }) =>
        method !== 'GET' &&
        // A reply is marked as read, which writes.
        (/\/(preview|(?<!\{n\}\/)read)$/.test(path) ||
          JSON.stringify(operation.requestBody ?? {}).includes('"preview"')),
    )
    .map(({ path }) => path);

const PATHS: Record<string, (open: OpenLife) => string[]> = {
  '/v1/rulebook/regimes/{id}': () => ['IN-ITR-3-1-D'],
  '/v1/rulebook/revisions/{n}': () => ['1'],
  '/v1/rulebook/incidents/{n}': () => ['1'],
  '/v1/rulebook/watch/{n}': () => ['1'],
  '/v1/changes/{id}': ({ probe }) => [probe],
  '/v1/imported-cases/{id}': ({ probe }) => [probe],
  '/v1/appeals/{id}': ({ probe }) => [probe],
  '/v1/appeals/{id}/documents/{digest}': ({ probe }) => [probe],
  '/v1/people/{id}/roster': ({ probe }) => [probe],
  '/v1/inbound/{id}/raw': ({ probe }) => [probe],
  '/v1/inbound/{id}/reading': ({ probe }) => [probe],
  '/v1/notices/{id}': ({ shared, revoked, probe, later }) => [...new Set([shared, revoked, probe, later])],
  '/v1/second-reviews/{id}': ({ probe }) => [probe],
  '/v1/second-reviews/{id}/documents/{digest}': ({ probe }) => [probe],
  '{no}': () => ['1', '2'],
  '{n}': () => ['1', '2'],
  '{digest}': () => ['a'.repeat(64)],
};

const QUERIES: Record<string, (open: OpenLife) => (string | number)[]> = {
  limit: () => [1],
  cursor: () => [],
  q: () => ['@hidden', 'Operation Quiet', 'N-', '@shared'],
  locator: () => ['@shared', '@hidden', '@third'],
  type: () => ['account'],
  jurisdiction: () => ['IN'],
  regime: () => ['IN-ITR-3-1-D'],
  authority: () => ['in-meity'],
  assignee: ({ probe }) => [probe],
  stages: () => ['in_force,triage'],
  state: () => ['unread,held', 'accepted,attached,rejected'],
  queue: () => ['none'],
  dueBefore: () => ['2090-01-01T00:00:00Z'],
  dueWithin: () => ['P30D'],
  problem: () => ['malformed_locator'],
  protected: () => ['true'],
  from: () => [1],
  draftedSince: () => [0],
  target: () => [1],
  skip: () => [1],
  remark: () => ['none'],
  language: () => ['none'],
  seen: () => ['yes', 'no'],
  decidedBefore: () => ['none', 'withhold'],
  by: () => ['remark', 'decidedBefore'],
  draw: () => [1],
  against: ({ shared }) => [shared, 1],
  submission: () => [1, 2],
  at: () => ['2026-06-01T00:00:00Z'],
  kind: () => ['restore_due', 'platform_drift', 'unsupported_restrictions', 'nobody_to_tell'],
  since: () => ['2020-01-01T00:00:00Z'],
  person: ({ probe }) => [probe],
  weeks: () => [2],
  zone: () => ['Asia/Kolkata'],
  next: () => ['/'],
  after: () => [1],
  notice: ({ shared }) => [shared],
  action: () => ['annotate'],
  actor: ({ probe }) => [probe],
  to: () => [],
  seq: () => [1],
  asOf: () => ['2026-06-01T00:00:00Z'],
  scope: () => ['DE'],
  name: () => [],
  source: () => ['Jira'],
  size: () => [1],
  names: () => ['true'],
  text: () => ['Operation Quiet'],
  notices: () => ['open=true', 'q=Quiet', 'stage=in_force'],
  called: () => ['approve,receive'],
  set: () => ['Hidden'],
  subscriber: ({ probe }) => [probe],
};
const REQUIRED: Record<string, string> = {
  '/v1/reports/transparency': 'from=2020-01-01&to=2100-01-01',
  '/v1/reports/transparency/notices':
    'from=2020-01-01&to=2100-01-01&authority=in-meity&name=Ministry+of+Electronics+and+Information+Technology&country=IN&regime=IN-ITR-3-1-D&kind=blocking_order',
  '/v1/reports/imported': 'from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z',
  '/v1/reports/dsa': 'year=2026',
  '/v1/reports/tco': 'year=2026',
  '/v1/reports/us': 'year=2026',
  '/v1/reports/scorecard': 'authority=in-meity',
  '/v1/reports/dsa/notices': 'year=2026&measure=act',
  '/v1/reports/tco/notices': 'year=2026&measure=removal_orders',
  '/v1/rulebook/proposal': 'jurisdiction=IN&kind=blocking_order',
  '/v1/rulebook/diff': 'from=2026-02-19&to=2026-02-20',
};
/**
 * Answers that depend on the moment or the machine and contain nothing of a notice: only their stable part is compared.
 */
export const VOLATILE = ['/metrics', '/readyz'];
/** Adds an entry to the notice's timeline, in both worlds alike if it is asked once, at the end. */
export const RECORDED = /\/content$/;
/** Allowed for an admin although it grows with every action: the size of the log, for its witnesses. */
export const SIZE_OF_ALL = '/v1/audit/checkpoint';

function filled(path: string, open: OpenLife): string[] {
  const whole = PATHS[path];
  const ids = whole ?? (path.startsWith('/v1/notices/{id}') ? PATHS['/v1/notices/{id}'] : undefined);
  let urls = [path];
  if (path.includes('{id}') || (whole !== undefined && path.includes('{n}'))) {
    if (ids === undefined) throw new Error(`say what stands for the parameter of ${path} (test/support/two-worlds)`);
    urls = ids(open).map((id) => path.replace(/\{(id|n)\}/, id));
  }
  for (const name of ['{no}', '{n}', '{digest}'])
    urls = urls.flatMap((url) =>
      url.includes(name) ? (PATHS[name]?.(open) ?? []).map((value) => url.replace(name, value)) : [url],
    );
  const left = urls.find((url) => url.includes('{'));
  if (left !== undefined) throw new Error(`say what stands for the parameter of ${left} (test/support/two-worlds)`);
  return urls;
}

function buildQueries({ path, operation }: Described, { open, thorough }: Asking): string[] {
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const always = [REQUIRED[path], parameters.some(({ name }) => name === 'count') ? 'count=true' : undefined].filter(
    (one) => one !== undefined,
  );
  const single = parameters.flatMap(({ name, required, schema }) => {
    if (
      name === 'count' ||
      (required === true && REQUIRED[path] !== undefined) ||
      (name === 'limit' && BY_CHANCE.includes(path))
    )
      return [];
    const known = QUERIES[name];
    if (known === undefined && schema?.enum === undefined)
      throw new Error(`say what to ask for under ?${name}= of ${path} (test/support/two-worlds)`);
    return [...(schema?.enum ?? []), ...(schema?.enum === undefined ? (known?.(open) ?? []) : [])].map(
      (value) => `${name}=${encodeURIComponent(String(value))}`,
    );
  });
  const whole = always.join('&');
  // An unfiltered list already contains everything; one of the outsiders tries every filter.
  const narrowed = thorough ? single : single.filter((one) => /^(q|locator|notices)=/.test(one));
  return [whole, ...narrowed.map((one) => [...always, one].join('&'))];
}

interface Asking {
  open: OpenLife;
  /** Also with each parameter in turn. */
  thorough: boolean;
  /** Also the previews: without the permission to draft they are refused, which the timeline records. */
  previews: boolean;
}

function createIdReplacer(open: OpenLife): (text: string) => string {
  return (text) => Object.entries(open).reduce((said, [name, id]) => said.replaceAll(id, `<${name}>`), text);
}

const BY_CHANCE = ['/v1/keys'];

/**
 * Returns every GET of the API description, with every parameter it takes if `thorough`, and every preview. Throws if a
 * parameter has no value here.
 */
export function listQuestions(operations: Described[], asking: Asking): Question[] {
  const { open } = asking;
  const name = createIdReplacer(open);
  const gets = operations
    .filter((one) => one.method === 'GET' && !isStream(one))
    .flatMap((one) =>
      filled(one.path, open).flatMap((path) =>
        buildQueries(one, asking).map((query): Question => {
          const url = query === '' ? path : `${path}?${query}`;
          return { name: `GET ${name(url)}`, method: 'GET', url };
        }),
      ),
    );
  const posts = (asking.previews ? listPreviews(operations) : []).flatMap((path) => {
    const bodies = PREVIEWS[path];
    if (bodies === undefined) throw new Error(`say how to ask the preview ${path} (test/support/two-worlds)`);
    return filled(path, open).flatMap((url) =>
      bodies(open).map(
        (body): Question => ({ name: `POST ${name(url)} ${name(JSON.stringify(body))}`, method: 'POST', url, body }),
      ),
    );
  });
  const pages = publicPages(open).map((url): Question => ({ name: `GET ${name(url)}`, method: 'GET', url }));
  return [...gets, ...posts, ...pages];
}

/** Public pages, which the API description leaves out. */
const publicPages = (open: OpenLife) => [
  '/statements',
  '/statements/feed.atom',
  ...filled('/v1/notices/{id}', open).map((path) => path.replace('/v1/notices', '/statements')),
];

const PREVIEWS: Record<string, (open: OpenLife) => unknown[]> = {
  '/v1/imports/preview': () => [{ name: 'cases', cases: [] }],
  '/v1/notices/{id}/decide': () => [
    { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'], countries: ['IN'], preview: true },
    { select: { locators: ['@hidden'] }, action: 'remove_rules', grounds: ['own_rules'], preview: true },
  ],
  '/v1/notices/{id}/copy-decisions': ({ shared, later }) => [
    { from: shared, preview: true },
    { from: later, preview: true },
  ],
  '/v1/notices/{id}/triage/preview': () => [{}, { regime: 'IN-ITR-3-1-D' }],
  '/v1/notices/{id}/letters/preview': () => [{}, { submission: 1 }],
  '/v1/lists/read': () => ['type,locator,note\naccount,@hidden,\naccount,@shared,\n'],
};

/** Outsiders: for each role, a person who is not named on the notice. */
export function listOutsiders(
  level: 'restricted' | 'gagged',
  otherIntake: HarnessPerson,
): Record<string, Role | HarnessPerson> {
  const roles: Role[] = ['reviewer', 'approver', 'ops', 'admin', ...(level === 'gagged' ? (['counsel'] as const) : [])];
  return { ...Object.fromEntries(roles.map((role) => [role, role])), intake: otherIntake };
}

export function ask(api: ApiHarness, { method, url, body }: Question, as: Role | HarnessPerson): Promise<ApiAnswer> {
  if (method === 'GET') return api.get(url, as);
  return typeof body === 'string' ? api.post(url, as, body, { 'content-type': 'text/csv' }) : api.post(url, as, body);
}
