import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';

/** How the text of a setting is read; an error at start says what it expects. */
export interface Form<Value> {
  expects: string;
  schema: z.ZodType<Value>;
}

/** One environment variable. docs/operating/configuration.md is made from these rows. */
export interface Setting<Value = unknown> {
  is: Form<Value>;
  /** Value if it is not set, as text. */
  default?: string;
  /** Where there is no default value: what happens if it is not set. */
  unset?: string;
  meaning: string;
  /** Also accepted as `<NAME>_FILE`: a path whose content is the value. */
  file?: true;
}

export type Settings = Readonly<Record<string, Setting>>;

export const text: Form<string> = { expects: 'text', schema: z.string().min(1) };

export function matching(expects: string, pattern: RegExp): Form<string> {
  return { expects, schema: z.string().regex(pattern) };
}

export function oneOf<const Value extends string>(expects: string, values: readonly Value[]): Form<Value> {
  return { expects, schema: z.enum(values) };
}

export function onOrOff(condition = ''): Form<boolean> {
  return { expects: `\`on\` or \`off\`${condition}`, schema: z.enum(['on', 'off']).transform((word) => word === 'on') };
}

/** Builds a form from a function that returns null for a malformed text. */
export function parsedBy<Value>(expects: string, read: (text: string) => Value | null): Form<Value> {
  const schema = z.string().transform((given, context) => {
    const value = read(given);
    if (value !== null) return value;
    context.addIssue(`expected ${expects}`);
    return z.NEVER;
  });
  return { expects, schema };
}

export function integer(min: number, max: number, expects: string): Form<number> {
  const schema = z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);
  return { expects, schema };
}

/** Reads `off` as undefined. */
export function offOr<Value>({ expects, schema }: Form<Value>, whereOff = ', or `off`'): Form<Value | undefined> {
  const off = z.literal('off').transform(() => undefined);
  return { expects: `${expects}${whereOff}`, schema: z.union([off, schema]) };
}

const UNITS: Readonly<Record<string, number>> = { D: 86_400, H: 3_600, M: 60, S: 1 };

/** An ISO 8601 duration as seconds; its months are never meant. */
function countSeconds(given: string): number {
  const [days = '', clock = ''] = given.slice(1).split('T');
  const parts = [...days.matchAll(/(\d+)(D)/g), ...clock.matchAll(/(\d+)([HMS])/g)];
  return parts.reduce((sum, [, count, unit = 'S']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}

function duration(units: string, like: string, pattern: RegExp, min = 1): Form<number> {
  const schema = z
    .string()
    .regex(pattern)
    .transform(countSeconds)
    .refine((seconds) => seconds >= min);
  return { expects: `an ISO 8601 duration of ${units}, like ${like}`, schema };
}

export function clockDuration(like: string): Form<number> {
  return duration('hours, minutes and seconds', like, /^PT(?=\d)(?:\d{1,4}H)?(?:\d{1,5}M)?(?:\d{1,6}S)?$/);
}

export function minutes(like: string): Form<number> {
  const form = duration('days, hours and minutes', like, /^P(?=.)(\d{1,4}D)?(T(?=.)(\d{1,5}H)?(\d{1,6}M)?)?$/);
  return { ...form, schema: form.schema.transform((seconds) => seconds / 60) };
}

export const delay: Form<number> = duration(
  'days, hours, minutes and seconds',
  'PT24H (PT0S = immediately)',
  /^P(?=.)(\d{1,4}D)?(T(?=.)(\d{1,5}H)?(\d{1,6}M)?(\d{1,7}S)?)?$/,
  0,
);

function hasScheme(given: string, schemes: readonly string[]): boolean {
  return schemes.includes(URL.parse(given)?.protocol ?? '');
}

export function url(expects: string, ...schemes: string[]): Form<string> {
  return { expects, schema: z.string().refine((given) => hasScheme(given, schemes)) };
}

export const httpUrl = url('an http(s) URL', 'http:', 'https:');

/** Scheme, host and port only; stored as an origin, without the slash. */
export const origin: Form<string> = {
  expects: 'an http(s) URL without a path (https://desk.example)',
  schema: httpUrl.schema
    .refine((given) => /^https?:\/\/[^/?#@]+\/?$/.test(given))
    .transform((given) => new URL(given).origin),
};

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Over plain http anyone on the path could impersonate the issuer. */
export const issuerUrl: Form<string> = {
  expects: 'an https URL (http on loopback alone)',
  schema: httpUrl.schema.refine((given) => {
    const parsed = URL.parse(given);
    if (parsed === null || `${parsed.search}${parsed.hash}${parsed.username}` !== '') return false;
    return parsed.protocol === 'https:' || isLoopback(parsed.hostname);
  }),
};

const HOST_AND_PORT = /^(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/;
export const hostAndPort = matching('host:port', HOST_AND_PORT);
export const listenAddress: Form<{ host: string; port: number }> = {
  expects: 'host:port to listen on',
  schema: hostAndPort.schema
    .transform((given) => ({
      host: given.slice(0, given.lastIndexOf(':')).replaceAll(/[[\]]/g, ''),
      port: Number(given.split(':').at(-1)),
    }))
    .refine(({ port }) => port <= 65_535),
};

/** Entries separated by commas, each of which `isEntry` accepts. */
export function list(expects: string, isEntry: (entry: string) => boolean): Form<string[]> {
  return parsedBy(expects, (given) => {
    const entries = given.split(',').map((entry) => entry.trim());
    return entries.every(isEntry) ? entries : null;
  });
}

export const addresses = parsedBy('mail addresses, separated by commas', (given) => {
  const entries = given.split(',').map((entry) => entry.trim().toLowerCase());
  return entries.every((entry) => /^[^\s<>@]+@[^\s<>@]+$/.test(entry)) ? entries : null;
});

/** Headers in OpenTelemetry's format: `name=value` pairs separated by commas, values percent-encoded. */
export const headerList = parsedBy('`name=value` pairs, separated by commas', (given) => {
  const pairs = given.split(',').map((pair) => /^\s*([\w-]+)\s*=\s*(\S.*)$/s.exec(pair));
  if (pairs.some((pair) => pair === null)) return null;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', decodeURIComponent(pair?.[2]?.trimEnd() ?? '')]));
});

const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal'];

function isProxy(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return PROXY_NAMES.includes(entry);
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

const proxyList = list('addresses, CIDRs, `loopback`, `linklocal`, `uniquelocal`, separated by commas', isProxy);
export const proxies: Form<string[]> = {
  expects: `\`none\`, or ${proxyList.expects}`,
  schema: z.union([z.literal('none').transform(() => []), proxyList.schema]),
};

function isWitness(entry: string): boolean {
  if (entry.startsWith('mailto:')) return /^mailto:[^\s<>@,]+@[^\s<>@,]+$/.test(entry);
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(entry)) return true;
  const { protocol, hostname } = URL.parse(entry) ?? { protocol: '', hostname: '' };
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

export const witnesses: Form<string[]> = parsedBy(
  'file paths, `https://…` URLs (`http://` on this machine) and `mailto:` addresses, separated by commas or spaces, or `none`',
  (given) => {
    const entries = given.trim() === 'none' ? [] : given.split(/[\s,]+/).filter((entry) => entry !== '');
    return entries.every(isWitness) ? entries : null;
  },
);

export const clearedPeople = list('person ids and `role:<role>`, separated by commas', (entry) =>
  /^(role:[a-z]+|[0-9a-f-]{36})$/.test(entry),
);

const CANARY_TYPES = ['account', 'post', 'channel', 'app'] as const;
export const canaryTarget = parsedBy(
  '`type:locator`, like account:@desk-canary; the type account, post, channel or app',
  (given) => {
    const [, word, locator = ''] = /^([a-z]+):(\S{1,255})$/.exec(given) ?? [];
    const type = CANARY_TYPES.find((one) => one === word);
    return type === undefined ? null : { type, locator };
  },
);

export const webhookSecret = matching('`whsec_` and base64', /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/);

export const pem = parsedBy('a PEM text, or the path of a PEM file', (given) => {
  const content = given.includes('-----BEGIN ') ? given : readOrNull(given);
  return content?.includes('-----BEGIN ') === true ? content : null;
});

export function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

export function file(what: string, exists: (path: string) => boolean = existsSync): Form<string> {
  return { expects: `the path of an existing ${what}`, schema: z.string().refine(exists) };
}

export const folder: Form<string> = { expects: 'a folder path', schema: z.string() };

export function hasCertificates(path: string): boolean {
  return readOrNull(path)?.includes('-----BEGIN CERTIFICATE-----') === true;
}
