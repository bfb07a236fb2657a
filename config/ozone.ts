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
export function readOzoneUrls(text: string): Map<string, string> | null {
  const urls = readByCountry(text, /,/);
  const areUrls = [...(urls?.values() ?? [])].every((url) => /^https?:$/.test(URL.parse(url)?.protocol ?? ''));
  return areUrls ? urls : null;
}

export function readOzonePasswords(text: string): Map<string, string> | null {
  return readByCountry(text, /\r?\n/);
}

export interface Ozone {
  name: string;
  url: string;
  password: string;
}

export function joinOzones(urls: ReadonlyMap<string, string>, passwords: ReadonlyMap<string, string>): Ozone[] {
  return [...urls].map(([name, url]) => {
    return { name, url, password: passwords.get(name) ?? passwords.get(EVERYWHERE) ?? '' };
  });
}
