import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT_IN = join(dirname(fileURLToPath(import.meta.url)), '../../../rulebook');

export interface SmallRulebook {
  dir: string;
  write(options?: { hours?: number; version?: string; id?: string }): void;
  breakIt(): void;
  remove(): void;
}

const POLICY = `family: HOUSE
jurisdiction: "*"
zone: UTC
regimes:
  - id: POLICY-DEFAULT
    title: House times
    immediatelySeconds: 3600
    countries: []
    noticeKinds: [blocking_order, request]
    authorities: []
    versions:
      - status: in_force
        inForceFrom: "2009-01-01"
        inForce: { source: Company policy }
        summary: House times alone.
`;

const CALENDAR = `id: xx-office
version: "1"
title: An office
zone: UTC
status: draft
weekend: [sat, sun]
holidays: ["2026-01-01"]
windows: {}
source: A test
years: [{ from: 2026, to: 2026, status: draft, source: A test }]
`;

function lawText({ hours, version, id }: { hours: number | string; version: string; id: string }): string {
  return `family: IN-TEST
jurisdiction: IN
zone: Asia/Kolkata
texts: { gazette: { title: The gazette, kind: reprint } }
regimes:
  - id: ${id}
    title: The Act of tests
    immediatelySeconds: 3600
    countries: [IN]
    noticeKinds: [blocking_order]
    authorities: [in-meity]
    proposeFor:
      - kinds: [blocking_order]
        why: It is the only one
    versions:
      - status: in_force
        inForceFrom: "${version}"
        inForce: { source: The gazette, citation: { text: gazette } }
        summary: Comply in time.
        clocks:
          - kind: comply
            basis: law
            startsOn: receipt
            count: { amount: ${hours}, unit: hour, stop: true }
            source: The Act, s. 1
`;
}

export function makeSmallRulebook(): SmallRulebook {
  const dir = mkdtempSync(join(tmpdir(), 'rulebook-'));
  for (const folder of ['regimes', 'calendars']) mkdirSync(join(dir, folder));
  for (const name of ['grounds.yaml']) copyFileSync(join(BUILT_IN, name), join(dir, name));
  writeFileSync(join(dir, 'authorities.yaml'), '- { id: in-meity, name: MeitY, country: IN, kind: ministry }\n');
  writeFileSync(join(dir, 'regimes', 'policy.yaml'), POLICY);
  writeFileSync(join(dir, 'calendars', 'xx-office.yaml'), CALENDAR);
  const file = join(dir, 'regimes', 'in-test.yaml');
  let seconds = 1_700_000_000;
  const put = (text: string) => {
    writeFileSync(file, text);
    seconds += 1; // changes are detected by mtime, and two writes may fall into one millisecond
    utimesSync(file, seconds, seconds);
  };
  const write: SmallRulebook['write'] = ({ hours = 36, version = '2021-02-25', id = 'IN-TEST' } = {}) =>
    put(lawText({ hours, version, id }));
  write();
  return {
    dir,
    write,
    breakIt: () => put(lawText({ hours: 'soon', version: '2021-02-25', id: 'IN-TEST' })),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
