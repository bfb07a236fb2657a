import { join } from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { readOrNull } from './forms.js';
import { ConfigError } from './read-settings.js';

/** Text printed in a letter is a single line, so that no further line can be forged. */
function line(expects: string) {
  return z
    .string(expects)
    .trim()
    .min(1, expects)
    .max(200, expects)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, expects);
}

const ADDRESS = 'expected a list of at most 8 lines of text';
const schema = z.strictObject(
  {
    company: line('expected the registered name of the company, text of one line').nullable().default(null),
    address: z.array(line(ADDRESS), ADDRESS).max(8, ADDRESS).default([]),
    capacity: line('expected text of one line, like `provider of the hosting service Example`')
      .nullable()
      .default(null),
    signatory: line('expected text of one line: an office, never a person').nullable().default(null),
    replyTo: line('expected text of one line, like a mail address of the office').nullable().default(null),
  },
  'expected the fields company, address, capacity, signatory and replyTo, and no others',
);

/** The company that speaks in letters, and where it can be reached. */
type Company = z.infer<typeof schema>;

/** Reads the file at `path`, else `company.yaml` in `home`, which may be missing. Throws a `ConfigError`. */
export function readCompany(path: string | undefined, home: string): Company {
  const file = path ?? join(home, 'company.yaml');
  const lines = new LineCounter();
  const document = parseDocument(readOrNull(file) ?? '', { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) throw refuse(file, broken.linePos?.[0].line ?? 1, broken.message.split('\n')[0] ?? '');
  const read = schema.safeParse(document.toJS() ?? {});
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const { path: at, message } = issue ?? { path: [], message: 'expected other fields' };
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : at[0];
  const offset = findOffset(document, field, at.slice(1));
  throw refuse(file, lines.linePos(offset).line, field === undefined ? message : `${String(field)}: ${message}`);
}

/** Where a field stands, or the entry of it that is wrong. */
function findOffset(document: Document, field: PropertyKey | undefined, rest: readonly PropertyKey[]): number {
  const entry = rest.length === 0 ? null : document.getIn([field, ...rest], true);
  if (isNode(entry)) return entry.range?.[0] ?? 0;
  const keys = isMap(document.contents) ? document.contents.items.map(({ key }) => key) : [];
  const key = keys.find((one) => isScalar(one) && one.value === field);
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0;
}

function refuse(file: string, at: number, problem: string): ConfigError {
  return new ConfigError([`${file}, line ${at}: ${problem}.`]);
}
