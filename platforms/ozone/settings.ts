import { httpUrl, matching, parsedBy } from '../../config/forms.js';
import type { PlatformSettings, PlatformTexts } from '../../config/platform-settings.js';

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

export function joinOzones({ OZONE_URL = '', OZONE_PASSWORD = '' }: PlatformTexts): Ozone[] {
  const passwords = readOzonePasswords(OZONE_PASSWORD);
  return [...(readOzoneUrls(OZONE_URL) ?? [])].map(([name, url]) => {
    return { name, url, password: passwords?.get(name) ?? passwords?.get(EVERYWHERE) ?? '' };
  });
}

const SETTINGS: PlatformSettings['settings'] = {
  OZONE_URL: {
    is: parsedBy(
      'an http(s) URL, and one for each country that has an Ozone of its own, like `https://ozone.example,IN=https://ozone-in.example,TR=https://ozone-tr.example`',
      readOzoneUrls,
    ),
    meaning: 'Ozone for acts everywhere, and one for each country that has its own; required by PLATFORM_KIND=ozone',
  },
  OZONE_IDENTIFIER: {
    is: matching('a DID', /^did:[a-z]+:[A-Za-z0-9._:%-]{1,200}$/),
    meaning: "account that Ozone's log names for acts of the desk; required by PLATFORM_KIND=ozone",
  },
  OZONE_PASSWORD: {
    is: parsedBy(
      'text on one line; `IN=` and text on a line of its own for an Ozone that has another',
      readOzonePasswords,
    ),
    meaning: "password of Ozone's admin; required by PLATFORM_KIND=ozone",
    file: true,
  },
  OZONE_COUNTRY_LABEL: {
    // AT Protocol labels that anyone may declare consist of lower-case letters and hyphens, at most 100.
    is: matching(
      'lower-case letters and hyphens with `{country}` among them once, like withheld-{country}',
      /^(?=.{0,100}$)[a-z-]*\{country\}[a-z-]*$/,
    ),
    unset: 'none (acts in a country without its own Ozone are refused)',
    meaning: 'label of the global Ozone that hides an item in one country (withheld-in)',
  },
  OZONE_RESOLVER_URL: {
    is: httpUrl,
    unset: 'none (only accounts by DID can be resolved)',
    meaning: 'PDS, entryway or appview that resolves handles and posts',
  },
};

export const ozoneSettings: PlatformSettings = {
  kind: 'ozone',
  settings: SETTINGS,
  required: ['OZONE_URL', 'OZONE_IDENTIFIER', 'OZONE_PASSWORD'],
  links(texts) {
    const globalFirst = joinOzones(texts).toSorted(
      (a, b) => Number(b.name === EVERYWHERE) - Number(a.name === EVERYWHERE),
    );
    const resolver = texts['OZONE_RESOLVER_URL'];
    return [
      ...globalFirst.map(({ url }) => ({ name: 'OZONE_URL', url })),
      ...(resolver === undefined ? [] : [{ name: 'OZONE_RESOLVER_URL', url: resolver }]),
    ];
  },
};
