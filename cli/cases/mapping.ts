import { z } from 'zod';
import { isZoneName } from '../../domain/clock-arithmetic/local-time.js';
import { getErrorMessage } from '../../domain/error-parts.js';
import { UsageError } from '../exit.js';
import { readFileBytes } from '../input.js';
import coop from './mappings/coop.json' with { type: 'json' };
import jira from './mappings/jira.json' with { type: 'json' };
import zendesk from './mappings/zendesk.json' with { type: 'json' };

const path = z.string().min(1);
/** The first of these columns or paths that a row has. */
const from = z.union([path, z.array(path).min(1)]).transform((one) => (typeof one === 'string' ? [one] : one));

const field = z
  .strictObject({
    from: from.optional(),
    is: z.string().optional(),
    values: z.record(z.string(), z.string().nullable()).optional(),
    when: z.strictObject({ from, in: z.array(z.string()).min(1) }).optional(),
  })
  .refine(({ from: named, is }) => (named === undefined) !== (is === undefined), 'Give either "from" or "is".');
export type MappedField = z.output<typeof field>;

const NAMES = [
  'externalId',
  'kind',
  'authority.name',
  'authority.country',
  'jurisdiction',
  'law',
  'reference',
  'subject',
  'body',
  'language',
  'receivedAt',
  'decidedAt',
  'closedAt',
  'outcome',
] as const;

const mapping = z.strictObject({
  source: z.string().min(1).max(200),
  format: z.enum(['csv', 'jsonl']),
  delimiter: z.string().length(1).default(','),
  dates: z
    .strictObject({
      zone: z.string().refine(isZoneName, 'Give a time zone such as Asia/Kolkata.').default('UTC'),
      pattern: z.string().optional(),
    })
    .default({ zone: 'UTC' }),
  fields: z.partialRecord(z.enum(NAMES), field),
  targets: z
    .strictObject({
      from,
      split: z.enum(['white space', 'lines', 'commas']).default('white space'),
      type: field,
      action: field.optional(),
      status: field.optional(),
      decidedAt: field.optional(),
      countries: field.optional(),
    })
    .optional(),
});
export type Mapping = z.output<typeof mapping>;

const BUILT_IN: Readonly<Record<string, unknown>> = { jira, zendesk, coop };
export const MAPPING_NAMES = Object.keys(BUILT_IN);

/** Reads a mapping by its name or from a file. Throws a `UsageError` that names each wrong field. */
export function readMapping(nameOrFile: string): Mapping {
  const content = Object.hasOwn(BUILT_IN, nameOrFile) ? BUILT_IN[nameOrFile] : readJson(nameOrFile);
  const read = mapping.safeParse(content);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path: at, message }) => `  /${at.join('/')}: ${message}`);
  throw new UsageError(`${nameOrFile} is not a mapping (docs/operating/moving.md):\n${lines.join('\n')}`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileBytes(file).toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`${file} is not JSON: ${getErrorMessage(error)}`);
  }
}
