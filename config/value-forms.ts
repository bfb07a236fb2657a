import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { readRetention } from './retention.js';

export const url = (...protocols: string[]) =>
  z.string().refine((text) => {
    const parsed = URL.parse(text);
    return parsed !== null && protocols.includes(parsed.protocol);
  });
export const hostAndPort = z
  .string()
  .regex(/^(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/)
  .transform((text) => ({
    host: text.slice(0, text.lastIndexOf(':')).replaceAll(/[[\]]/g, ''),
    port: Number(text.split(':').at(-1)),
  }))
  .refine(({ port }) => port <= 65_535);
export const addresses = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim().toLowerCase()))
  .pipe(z.array(z.string().regex(/^[^\s<>@]+@[^\s<>@]+$/)).min(1));
export const httpUrl = url('http:', 'https:');
/** Scheme, host and port only; stored as an origin, without the slash. */
export const origin = httpUrl
  .refine((text) => /^https?:\/\/[^/?#@]+\/?$/.test(text))
  .transform((text) => new URL(text).origin);
/** Over plain http anyone on the path could impersonate the issuer. */
export const issuerUrl = httpUrl.refine((text) => {
  const parsed = URL.parse(text);
  if (parsed === null || parsed.search !== '' || parsed.hash !== '' || parsed.username !== '') return false;
  return parsed.protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(parsed.hostname);
});
/** Headers in OpenTelemetry's format: `name=value` pairs separated by commas, values percent-encoded. */
export const headerList = z
  .string()
  .transform((text) => text.split(',').map((pair) => pair.split(/=(.*)/s).map((part) => part.trim())))
  .pipe(z.array(z.tuple([z.string().regex(/^[\w-]+$/), z.string().min(1), z.literal('')])).min(1))
  .transform((pairs) => Object.fromEntries(pairs.map(([name, value]) => [name, decodeURIComponent(value)])));
/** Text printed in a letter: a single line, so that no further line can be forged. */
export const letterLine = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);
export const letterLines = z
  .string()
  .transform((text) => text.split('|'))
  .pipe(z.array(letterLine).max(8));
export const boundedInteger = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);
/** Hours, minutes and seconds of ISO 8601, as seconds. */
export const clockDuration = z
  .string()
  .regex(/^PT(?=\d)(?:\d{1,4}H)?(?:\d{1,5}M)?(?:\d{1,6}S)?$/)
  .transform((text) => {
    const amount = (unit: string) => Number(new RegExp(`(\\d+)${unit}`).exec(text)?.[1] ?? 0);
    return amount('H') * 3600 + amount('M') * 60 + amount('S');
  })
  .refine((seconds) => seconds > 0);
/** An ISO 8601 duration of days, hours and minutes, at least one minute, as minutes. */
export const minutes = z
  .string()
  .regex(/^P(?=.)(\d{1,4}D)?(T(?=.)(\d{1,5}H)?(\d{1,6}M)?)?$/)
  .transform((text) => {
    const count = (unit: RegExp) => Number(unit.exec(text)?.[1] ?? 0);
    return count(/(\d+)D/) * 1_440 + count(/(\d+)H/) * 60 + count(/(\d+)M$/);
  })
  .refine((value) => value > 0);
/** An ISO 8601 duration of days, hours, minutes and seconds, as seconds; PT0S disables it. */
export const delay = z
  .string()
  .regex(/^P(?=.)(\d{1,4}D)?(T(?=.)(\d{1,5}H)?(\d{1,6}M)?(\d{1,7}S)?)?$/)
  .transform((text) => {
    const count = (unit: RegExp) => Number(unit.exec(text)?.[1] ?? 0);
    return count(/(\d+)D/) * 86_400 + count(/(\d+)H/) * 3_600 + count(/(\d+)M/) * 60 + count(/(\d+)S/);
  });
const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal'];

function isProxy(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return PROXY_NAMES.includes(text);
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

export const proxies = z
  .string()
  .transform((text) => (text.trim() === 'none' ? [] : text.split(',').map((part) => part.trim())))
  .refine((parts) => parts.every(isProxy));
const CANARY_TYPES = ['account', 'post', 'channel', 'app'] as const;
export const canaryTarget = z
  .string()
  .regex(/^[a-z]+:\S{1,255}$/)
  .transform((text) => ({ type: text.slice(0, text.indexOf(':')), locator: text.slice(text.indexOf(':') + 1) }))
  .pipe(z.object({ type: z.enum(CANARY_TYPES), locator: z.string() }));
export const webhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/);
export const key256 = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
export const pem = z.string().transform((text, context) => {
  const content = text.includes('-----BEGIN ') ? text : readOrNull(text);
  if (content?.includes('-----BEGIN ') === true) return content;
  context.addIssue('expected PEM');
  return z.NEVER;
});

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;
/**
 * File paths, `https:` URLs (`http:` on this machine) and `mailto:` addresses, separated by commas or white space; or
 * `none`.
 */
export const witnesses = z
  .string()
  .transform((text) => (text.trim() === 'none' ? [] : text.split(/[\s,]+/).filter((part) => part !== '')))
  .refine((parts) => parts.every(isWitness));

function isWitness(text: string): boolean {
  if (text.startsWith('mailto:')) return /^mailto:[^\s<>@,]+@[^\s<>@,]+$/.test(text);
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return true;
  const parsed = URL.parse(text);
  return parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && LOOPBACK.test(parsed.hostname));
}
export const clearedPeople = z
  .string()
  .regex(/^\s*(role:[a-z]+|[0-9a-f-]{36})(\s*,\s*(role:[a-z]+|[0-9a-f-]{36}))*\s*$/)
  .transform((text) => text.split(',').map((entry) => entry.trim()));
export const retention = z.string().transform((text, context) => {
  const rules = readRetention(text);
  if (rules !== null) return rules;
  context.addIssue('expected kinds with retention periods');
  return z.NEVER;
});
