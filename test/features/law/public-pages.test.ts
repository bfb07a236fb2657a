import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUILT_IN_RULEBOOK } from '../../../rulebook/load.js';
import { listNamedFacts } from '../../../rulebook/reviewed-law.js';
import { toPublicContent } from '../../../rulebook/public-law.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';

let api: ApiHarness;
let dir: string;

const HOSTILE = '</title><script>alert(1)</script>"onload="x ]]><!--';
const HOSTILE_YAML = `family: Hostile
jurisdiction: AQ
zone: Antarctica/McMurdo
texts:
  one:
    title: ${JSON.stringify(HOSTILE)}
    kind: reprint
    url: "https://text.example/?a=\\"><script>&b='"
    read: "2026-11-01"
    by: Jane Roe
    licence: ${JSON.stringify(HOSTILE)}
regimes:
  - id: AQ-HOSTILE
    title: ${JSON.stringify(HOSTILE)}
    immediatelySeconds: 3600
    countries: [AQ]
    noticeKinds: [request]
    authorities: []
    versions:
      - status: in_force
        inForceFrom: "2020-01-01"
        inForce: { source: ${JSON.stringify(HOSTILE)}, reviewer: John Doe }
        summary: ${JSON.stringify(HOSTILE)}
        clocks:
          - kind: comply
            basis: law
            startsOn: receipt
            count: { amount: 7, unit: hour }
            source: ${JSON.stringify(HOSTILE)}
            citation: { text: one, at: ${JSON.stringify(HOSTILE)}, clause: ${JSON.stringify(HOSTILE)} }
`;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'law-pages-'));
  for (const part of ['regimes', 'texts', 'calendars', 'letters', 'messages', 'authorities.yaml', 'grounds.yaml'])
    cpSync(join(BUILT_IN_RULEBOOK, part), join(dir, part), { recursive: true });
  writeFileSync(join(dir, 'regimes', 'aq.yaml'), HOSTILE_YAML);
  writeFileSync(
    join(dir, 'placeholders.yaml'),
    '- { country: TV, name: Tuvalu, tried: The gazette, on: "2026-11-30" }\n',
  );
  api = await startApi({}, { rulebookDir: dir, lawSecrecy: true });
});
afterAll(async () => {
  await api.close();
  rmSync(dir, { recursive: true });
});

const open = (path: string, headers: Record<string, string> = {}) => api.get(path, null, headers);
const pageOf = async (path: string) => (await open(path)).body;

describe('GET /law', () => {
  test('lists the laws by country, and the countries of whose law nothing is known', async () => {
    const { statusCode, body, headers } = await open('/law');
    expect(statusCode).toBe(200);
    expect(body).toContain('<h2>India</h2>');
    expect(body).toContain('<a href="/law/IN-69A-EMERG">');
    expect(body).toContain('Tuvalu <code>TV</code><small>Sought: The gazette (2026-11-30)</small>');
    expect(body).not.toContain('POLICY-DEFAULT');
    expect(headers['cache-control']).toBe('public, max-age=300');
  });

  test('finds laws by all words of a search, member states included, and takes any search', async () => {
    const germany = await pageOf('/law?q=GERMANY+terrorist');
    expect(germany).toContain('/law/EU-TCO"');
    expect(germany).not.toContain('/law/IN-69A-EMERG"');
    expect(await pageOf('/law?q=tuvalu')).toContain('<code>TV</code>');
    expect(await pageOf(`/law?q=${encodeURIComponent('"><script>')}`)).toContain('“&quot;&gt;&lt;script&gt;”');
    for (const q of ['q=%00', `q=${'x'.repeat(5_000)}`, 'q=a&q=b', 'q=(((', 'other=1'])
      expect([q.slice(0, 10), (await open(`/law?${q}`)).statusCode]).toEqual([q.slice(0, 10), 200]);
  });
});

describe('pages of a law', () => {
  test('shows every fact of law of every version at its own address', async () => {
    const { regimes } = toPublicContent(api.context.rulebook);
    const addresses = regimes.flatMap(({ id, versions }) =>
      versions.flatMap((version) => listNamedFacts(version).map((fact) => `/law/${id}/${version.version}/${fact.id}`)),
    );
    expect(new Set(addresses).size).toBe(addresses.length);
    const some = addresses.filter((address, at) => at % 40 === 0 || address.includes('AQ-HOSTILE'));
    for (const address of some) expect([address, (await open(address)).statusCode]).toEqual([address, 200]);
    const version = regimes.find(({ id }) => id === 'EU-TCO')?.versions.at(-1);
    const body = await pageOf(`/law/EU-TCO/${version?.version}`);
    for (const { id } of version === undefined ? [] : listNamedFacts(version))
      expect(body).toContain(`href="/law/EU-TCO/${version?.version}/${id}"`);
  });

  test('shows clause, place, text, hash, licence, confidence, review and doubt of a fact', async () => {
    const version = api.context.rulebook.regimeById('US-SCA-PRES')?.versions.at(-1);
    const fact = version && listNamedFacts(version).find((one) => one.fact.citation?.stored === true);
    if (version === undefined || fact?.fact.citation == null) throw new Error('no stored text');
    const { clause, sha256, read, licence } = fact.fact.citation;
    const body = await pageOf(`/law/US-SCA-PRES/${version.version}/${fact.id}`);
    const escaped = (text: string | null) =>
      (text ?? 'missing').replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
    for (const part of [clause, sha256, read, licence]) expect(body).toContain(escaped(part));
    for (const name of ['Place', 'Official number', 'Address', 'Stored', 'Confidence', 'Doubt', 'Review'])
      expect(body).toContain(`<dt>${name}</dt>`);
    expect(body).toContain('no counsel has compared this version with its texts');
    const [, path] = /href="(\/law\/texts\/[^"]+)"/.exec(body) ?? [];
    const text = await open(path ?? '');
    expect(text.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text.body).toContain(`SHA-256 of the words below the line: ${sha256}`);
    expect(text.body).not.toContain('maintainers');
    const kept = readFileSync(join(dir, `${(path ?? '').replace('/law/', '')}.txt`), 'utf8');
    expect(text.body.endsWith(kept.slice(kept.indexOf('\n---\n') + 5))).toBe(true);
  });

  test('escapes whatever the rulebook says', async () => {
    for (const path of ['/law', '/law/AQ-HOSTILE', '/law/AQ-HOSTILE/2020-01-01/clock:comply', '/law?q=hostile']) {
      const body = await pageOf(path);
      expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(body).not.toContain('<script');
      expect(body).not.toContain('"onload="');
    }
  });

  test('shows nothing of a desk: no internal deadlines, no names of people', async () => {
    const body = await pageOf('/law/AQ-HOSTILE');
    expect(body).toContain('comply: 7 hours');
    expect(body).not.toMatch(/Jane Roe|John Doe|Company policy|acknowledge|escalation/);
  });

  test('shows the version in effect without a date, and counts a wrong fact', async () => {
    const version = api.context.rulebook.regimeById('EU-TCO')?.versions.at(-1)?.version ?? '';
    expect(await pageOf('/law/EU-TCO')).toContain(`<link rel="canonical" href="/law/EU-TCO/${version}" />`);
    const wrong = { regime: 'EU-TCO', version, fact: 'inForce', found: 'Another day', source: 'The journal' };
    expect((await api.post('/v1/rulebook/incidents', 'counsel', wrong)).statusCode).toBe(201);
    const body = await pageOf('/law/EU-TCO');
    expect(body).toContain('facts found wrong and not corrected yet: 1');
    expect(body).not.toContain('counsel@');
  });

  test.each([
    '/law/NO-SUCH',
    '/law/EU-TCO/1999-01-01',
    '/law/EU-TCO/1999-01-01/inForce',
    '/law/in-69a-emerg',
    '/law/a/b/c/d',
    '/law/POLICY-DEFAULT',
    '/law/texts/nothing',
    '/law/texts/../regimes/eu-tco.yaml',
    '/law/texts/%2e%2e%2fregimes%2feu-tco.yaml',
    `/law/${'X'.repeat(250)}`,
  ])('finds nothing at %s', async (path) => {
    const { statusCode, body } = await open(path, { accept: 'text/html' });
    expect(statusCode).toBe(404);
    expect(body).not.toContain('jurisdiction:');
  });

  test('sets no cookie, runs no script and allows none, for readers with and without a session', async () => {
    for (const path of ['/law', '/law/EU-TCO', '/law/changelog', '/law/NO-SUCH']) {
      const { headers, body } = await open(path, { cookie: 'desk_session=forged' });
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      );
      const [, style = ''] = /<style>([^]*)<\/style>/.exec(body) ?? [];
      expect(headers['content-security-policy']).toContain(createHash('sha256').update(style).digest('base64'));
      expect(body).not.toContain('<script');
      expect(body).toContain('Apache License 2.0');
    }
  });

  test('limits an address without credentials', async () => {
    const ask = () => api.app.inject({ method: 'GET', url: '/law/texts/nothing', remoteAddress: '203.0.113.9' });
    const codes: number[] = [];
    for (let at = 0; at < 601; at += 1) codes.push((await ask()).statusCode);
    expect(codes.slice(0, 600).every((code) => code === 404)).toBe(true);
    expect(codes[600]).toBe(429);
  });
});

describe('changes of the law', () => {
  test('lists them as a page, an Atom feed and a JSON feed, in pages', async () => {
    expect(await pageOf('/law/changelog')).toContain('EU-TCO');
    const atom = await open('/law/changelog.atom');
    expect(atom.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
    expect(atom.body).toContain('<link rel="license" href="https://www.apache.org/licenses/LICENSE-2.0"/>');
    const { headers, body } = await open('/law/changelog.json');
    expect(headers['content-type']).toBe('application/feed+json; charset=utf-8');
    const feed = JSON.parse(body);
    expect(feed).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      feed_url: 'http://desk.test/law/changelog.json',
      _licence: { name: 'Apache License 2.0' },
    });
    expect(feed.items[0].url).toBe(`http://desk.test/law/changelog#${feed.items[0].id.split('changelog:')[1]}`);
    if (feed.next_url !== undefined)
      expect((await open(feed.next_url.slice('http://desk.test'.length))).statusCode).toBe(200);
    expect((await open('/law/changelog?cursor=x')).statusCode).toBe(422);
  });

  // The last test of the file: it changes the law in effect.
  test('keeps the address of a fact that an edition drops, and shows a proposed edition only once approved', async () => {
    const old = '/law/AQ-HOSTILE/2020-01-01/clock:comply';
    const changed = HOSTILE_YAML.replace('"2020-01-01"', '"2020-02-01"').replace('amount: 7', 'amount: 9');
    writeFileSync(join(dir, 'regimes', 'aq.yaml'), changed.replaceAll('John Doe', 'Max Mustermann'));
    await api.rulebookStore.refresh();
    expect(await pageOf('/law/AQ-HOSTILE')).toContain('7 hours');
    expect(await pageOf('/law/changelog')).not.toContain('7 hours → 9 hours');
    await api.applyFolder();
    expect(await pageOf('/law/AQ-HOSTILE')).toContain('9 hours');
    const { statusCode, body } = await open(old);
    expect(statusCode).toBe(200);
    expect(body).toContain('comply: 7 hours');
    expect(body).toContain('Not in the edition in effect');
    expect(body).toContain('href="/law/AQ-HOSTILE/2020-02-01/clock:comply"');
    expect(await pageOf('/law/AQ-HOSTILE/2020-01-01')).toContain('href="/law/AQ-HOSTILE/2020-02-01"');
    const changelog = await pageOf('/law/changelog');
    expect(changelog).toContain('7 hours → 9 hours');
    expect(changelog).not.toMatch(/Mustermann|John Doe|proposed for/);
    rmSync(join(dir, 'regimes', 'aq.yaml'));
    await api.applyFolder();
    expect((await open('/law/AQ-HOSTILE')).body).toContain('The law is no longer in the rulebook.');
    expect((await open(old)).body).toContain('comply: 7 hours');
  });
});
