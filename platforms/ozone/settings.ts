import { z } from 'zod';
import type { EnvName } from '../../config/env-name.js';
import type { PlatformSettings, PlatformValues } from '../../config/platform-settings.js';
import { httpUrl } from '../../config/value-forms.js';

const EVERYWHERE = '*';
const OF_COUNTRY = /^([A-Z]{2})=(.*)$/s;

/** Parses `A,IN=B,TR=C`: one value for everywhere and one per named country; null if malformed. */
function readByCountry(text: string, separator: RegExp): Map<string, string> | null {
  const parts = text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const pairs = parts.map((part): [string, string] => {
    const [, country, value] = OF_COUNTRY.exec(part) ?? [];
    return country === undefined || value === undefined ? [EVERYWHERE, part] : [country, value];
  });
  const byName = new Map(pairs);
  return byName.has(EVERYWHERE) && byName.size === pairs.length ? byName : null;
}

/** Parses `https://ozone.example,IN=https://ozone-in.example` by name; `*` is the global one, null means malformed. */
function readOzoneUrls(text: string): Map<string, string> | null {
  const urls = readByCountry(text, /,/);
  const areUrls = [...(urls?.values() ?? [])].every((url) => /^https?:$/.test(URL.parse(url)?.protocol ?? ''));
  return areUrls ? urls : null;
}

function readOzonePasswords(text: string): Map<string, string> | null {
  return readByCountry(text, /\r?\n/);
}

export interface Ozone {
  name: string;
  url: string;
  password: string;
}

/** Each Ozone with its own password, or the one for everywhere. */
export function joinOzones({ OZONE_URL = '', OZONE_PASSWORD = '' }: PlatformValues): Ozone[] {
  const passwords = readOzonePasswords(OZONE_PASSWORD);
  return [...(readOzoneUrls(OZONE_URL) ?? [])].map(([name, url]) => {
    return { name, url, password: passwords?.get(name) ?? passwords?.get(EVERYWHERE) ?? '' };
  });
}

const NAMES: readonly EnvName[] = [
  {
    name: 'OZONE_URL',
    scope: 'both',
    expects:
      'an http(s) URL, and one for each country that has an Ozone of its own, like `https://ozone.example,IN=https://ozone-in.example,TR=https://ozone-tr.example`',
    default: 'none',
    meaning: 'Ozone for acts everywhere, and one for each country that has its own; required by PLATFORM_KIND=ozone',
  },
  {
    name: 'OZONE_IDENTIFIER',
    scope: 'both',
    expects: 'a DID',
    default: 'none',
    meaning: "account that Ozone's log names for acts of the desk; required by PLATFORM_KIND=ozone",
  },
  {
    name: 'OZONE_PASSWORD',
    scope: 'both',
    expects: 'text on one line; `IN=` and text on a line of its own for an Ozone that has another',
    default: 'none',
    meaning: "password of Ozone's admin; required by PLATFORM_KIND=ozone",
    fileToo: true,
  },
  {
    name: 'OZONE_COUNTRY_LABEL',
    scope: 'both',
    expects: 'lower-case letters and hyphens with `{country}` among them once, like withheld-{country}',
    default: 'none (acts in a country without its own Ozone are refused)',
    meaning: 'label of the global Ozone that hides an item in one country (withheld-in)',
  },
  {
    name: 'OZONE_RESOLVER_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (only accounts by DID can be resolved)',
    meaning: 'PDS, entryway or appview that resolves handles and posts',
  },
];

export const ozoneSettings: PlatformSettings = {
  kind: 'ozone',
  names: NAMES,
  shape: {
    OZONE_URL: z
      .string()
      .refine((text) => readOzoneUrls(text) !== null)
      .optional(),
    OZONE_IDENTIFIER: z
      .string()
      .regex(/^did:[a-z]+:[A-Za-z0-9._:%-]{1,200}$/)
      .optional(),
    OZONE_PASSWORD: z
      .string()
      .refine((text) => readOzonePasswords(text) !== null)
      .optional(),
    /** AT Protocol labels that anyone may declare consist of lower-case letters and hyphens, at most 100. */
    OZONE_COUNTRY_LABEL: z
      .string()
      .max(100)
      .regex(/^[a-z-]*\{country\}[a-z-]*$/)
      .optional(),
    OZONE_RESOLVER_URL: httpUrl.optional(),
  },
  required: ['OZONE_URL', 'OZONE_IDENTIFIER', 'OZONE_PASSWORD'],
  links(given) {
    const everywhereFirst = joinOzones(given).toSorted(
      (a, b) => Number(b.name === EVERYWHERE) - Number(a.name === EVERYWHERE),
    );
    const resolver = given['OZONE_RESOLVER_URL'];
    return [
      ...everywhereFirst.map(({ url }) => ({ name: 'OZONE_URL', url })),
      ...(resolver === undefined ? [] : [{ name: 'OZONE_RESOLVER_URL', url: resolver }]),
    ];
  },
};
