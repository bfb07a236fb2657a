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
const country = z
  .string('expected a country code like TR')
  .regex(/^[A-Z]{2}$/, 'expected a country code like TR, or EU');
const names = (of: string) =>
  z
    .array(z.string(of).regex(/^[a-z]{2}-[a-z0-9-]+$/, of), of)
    .refine((list) => new Set(list).size === list.length, 'each only once')
    .optional();
const LANGUAGES = 'expected the languages in which authorities may write, like [en, de]';
const COUNTS = 'expected numbers of users by country code, like `{ TR: 1200000, EU: 50000000 }`';

/** Number of users in the Union from which a platform can be designated (Regulation (EU) 2022/2065, Article 33(1)). */
const VLOP_USERS = 45_000_000;

/** Facts on which the application of a law depends; what is absent is unknown, and rules out no law. */
const FACT_FIELDS = {
  users: z.record(country, z.int(COUNTS).min(0, COUNTS), COUNTS).optional(),
  licences: names('expected licences by the names that the rulebook uses, like my-onsa'),
  representatives: z.array(country, 'expected country codes, like [BR, DE]').optional(),
  establishments: z.array(country, 'expected country codes, like [US, IE]').optional(),
  designations: names('expected decisions of regulators by the names that the rulebook uses, like eu-vlop'),
};

type CompanyFacts = z.infer<z.ZodObject<typeof FACT_FIELDS>>;

const schema = z
  .strictObject(
    {
      company: line('expected the registered name of the company, text of one line').nullable().default(null),
      address: z.array(line(ADDRESS), ADDRESS).max(8, ADDRESS).default([]),
      watch: z.literal('daily', 'expected daily, or no such line').optional(),
      capacity: line('expected text of one line, like `provider of the hosting service Example`')
        .nullable()
        .default(null),
      signatory: line('expected text of one line: an office, never a person').nullable().default(null),
      replyTo: line('expected text of one line, like a mail address of the office').nullable().default(null),
      languages: z.array(z.string(LANGUAGES).regex(/^[a-z]{2}$/, LANGUAGES), LANGUAGES).default([]),
      ...FACT_FIELDS,
    },
    'expected the fields company, address, capacity, signatory, replyTo, languages, users, licences, representatives, establishments, designations and watch, and no others',
  )
  .superRefine(({ users = {}, designations = [] }, context) => {
    const { EU: union, ...countries } = users;
    const [larger] =
      Object.entries(countries).find(([code, count]) => isMember(code) && count > (union ?? Infinity)) ?? [];
    if (larger !== undefined) refuseUsers(context, `${larger} has more users than EU, of which it is a part`);
    if (designations.includes('eu-vlop') && (union ?? Infinity) < VLOP_USERS)
      refuseUsers(context, `a platform with fewer than ${VLOP_USERS} users in the EU is not designated as eu-vlop`);
  });

function refuseUsers(context: z.core.$RefinementCtx, message: string): void {
  context.addIssue({ code: 'custom', path: ['users'], message });
}

const MEMBERS = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
const isMember = (code: string) => MEMBERS.includes(code);

/**
 * `sender`: who speaks in letters, and where it can be reached. `facts`: what decides which laws apply. `lawWatch`: whether
 * the addresses of law texts are read daily.
 */
export interface Company {
  sender: Omit<z.infer<typeof schema>, keyof CompanyFacts | 'watch' | 'languages'> & { presentIn?: string[] };
  facts: CompanyFacts;
  lawWatch: boolean;
  languages: string[];
}

/** Reads the file at `path`, else `company.yaml` in `home`, which may be missing. Throws a `ConfigError`. */
export function readCompany(path: string | undefined, home: string): Company {
  const file = path ?? join(home, 'company.yaml');
  const lines = new LineCounter();
  const document = parseDocument(readOrNull(file) ?? '', { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) throw refuse(file, broken.linePos?.[0].line ?? 1, broken.message.split('\n')[0] ?? '');
  const read = schema.safeParse(document.toJS() ?? {});
  if (read.success) {
    const { users, licences, representatives, establishments, designations, watch, languages, ...sender } = read.data;
    const facts = dropAbsent({ users, licences, representatives, establishments, designations });
    // One of the two lists alone does not say where the company is absent.
    const isKnown = representatives !== undefined && establishments !== undefined;
    const presence = isKnown ? { presentIn: [...establishments, ...representatives] } : {};
    return { sender: { ...sender, ...presence }, facts, languages, lawWatch: watch === 'daily' };
  }
  const [issue] = read.error.issues;
  const { path: at, message } = issue ?? { path: [], message: 'expected other fields' };
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : at[0];
  const offset = findOffset(document, field, at.slice(1));
  throw refuse(file, lines.linePos(offset).line, field === undefined ? message : `${String(field)}: ${message}`);
}

/** An absent fact must not be a key: the facts are part of the digest of an edition. */
function dropAbsent(facts: CompanyFacts): CompanyFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
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
