// Writes a law into a copy of the rulebook and has it checked: node write-a-law.mjs FOLDER (cp -r rulebook FOLDER)
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , folder] = process.argv;
const law = `family: ZZ-EXAMPLE
jurisdiction: ZZ
zone: Europe/Berlin
texts:
  act: { title: "Example Act, as printed", kind: reprint }
regimes:
  - id: ZZ-EXAMPLE-4
    title: Example Act, section 4
    immediatelySeconds: 3600
    countries: [ZZ]
    noticeKinds: [blocking_order]
    authorities: []
    versions:
      - status: in_force
        inForceFrom: "2026-01-01"
        inForce: { source: "Example Act, section 20", citation: { text: act } }
        summary: An order is complied with within 24 hours.
        clocks:
          - kind: comply
            basis: law
            startsOn: receipt
            count: { amount: 24, unit: hour }
            source: "Example Act, section 4(2)"
`;
writeFileSync(join(folder, 'regimes', 'zz-example.yaml'), law);

const desk = (...args) =>
  execFileSync('notice-desk', ['rulebook', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DESK_RULEBOOK: folder },
  });
console.log(desk('check').split('\n')[0].replace(/^.*, /, ''));
console.log(desk('show', 'ZZ-EXAMPLE-4'));
