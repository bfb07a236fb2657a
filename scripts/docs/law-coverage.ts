import { getKeys } from '../../domain/record-keys.js';
import { BUILT_IN_RULEBOOK, loadRulebook } from '../../rulebook/load.js';
import {
  countByCoverage,
  coverageTable,
  formatProof,
  mostUsed,
  PROOFS,
  sumBusiest,
  type CoverageRow,
} from '../../rulebook/coverage.js';
import type { Placeholder } from '../../rulebook/rulebook.js';
import { coverByVolume, readVolumes, type VolumeTable } from '../../rulebook/volume.js';

type Table = (head: string[], rows: string[][]) => string;

/** docs/law/law-coverage.md: how much of what governments ask for comes under a law, by public figures. */
export function lawCoveragePage(table: Table, made: string): string {
  const book = loadRulebook();
  const rows = coverageTable(book.listRegimes({ atMs: COUNTED_AT_MS }));
  const tables = coverByVolume(book, readVolumes(BUILT_IN_RULEBOOK));
  return [
    '# How surely the law is known, and how much it covers',
    `Of ${book.regimes.length} laws, a few see nearly all notices. ${made}`,
    '',
    '## How surely it is known',
    'The cells of `notice-desk rulebook coverage`, one for each law in force and topic.',
    '',
    ...surenessLines(rows, table),
    '',
    '`silent`: the text was read and says nothing. `unread`: the text was sought and could not be read. `blank`: nobody has looked. A fact without',
    'a place does not name the law by its number and the article or section.',
    '',
    'Facts by what proves them; in brackets, the clocks with a length of their own. *Stored*: the words are in `rulebook/texts/`,',
    'and the quoted clause was found there. Verbatim: the share from official texts and reprints, stored or not.',
    '',
    ...proofLines(rows, table),
    '',
    listUnknown(book.placeholders),
    '',
    '## How much of the volume it covers',
    '`notice-desk rulebook volume` weighs by public figures (`rulebook/volumes.yaml`, all from memory) what comes under a law at receipt:',
    '',
    ...tables.map(describeSource),
    '',
    ...listGaps(tables),
    '',
  ].join('\n');
}

/** A fixed date, so that the page changes with the rulebook and not with the calendar: 28 November 2026. */
const COUNTED_AT_MS = Date.UTC(2026, 10, 28);

function surenessLines(rows: CoverageRow[], table: Table): string[] {
  const all = countByCoverage(rows);
  const names = getKeys(all);
  const line = (of: string, some: CoverageRow[]) => {
    const count = countByCoverage(some);
    const unplaced = some.reduce((total, row) => total + row.unplaced, 0);
    const facts = some.reduce((total, row) => total + row.facts, 0);
    return [of, String(some.length), ...names.map((name) => String(count[name])), `${unplaced} of ${facts}`];
  };
  return [
    table(
      ['', 'laws', ...names.map((name) => `\`${name}\``), 'facts without a place'],
      [line('most notices', mostUsed(rows)), line('all in force', rows)],
    ),
  ];
}

function proofLines(rows: CoverageRow[], table: Table): string[] {
  return [
    table(
      [
        '',
        'laws',
        ...PROOFS.map((proof) => proof.replaceAll('_', ' ')),
        'unsure',
        'unread',
        'silent',
        'verbatim',
        'stored',
      ],
      sumBusiest(rows).map((sum) => [
        sum.name,
        String(sum.laws),
        ...PROOFS.map((proof) => formatProof(sum, proof)),
        ...[sum.unsure, sum.unread, sum.silent].map(String),
        ...[sum.verbatim, sum.stored].map((percent) => (percent === null ? 'no law in force' : `${percent} %`)),
      ]),
    ),
  ];
}

function listUnknown(placeholders: readonly Placeholder[]): string {
  if (placeholders.length === 0) return 'No country is listed as unknown.';
  return `Nothing is known of the law of ${placeholders.length} further countries and territories (\`rulebook/placeholders.yaml\`).`;
}

function describeSource({ title, total }: VolumeTable): string {
  return `- ${title}: ${total.timed} % a law with its own time, ${total.as_ordered} % a law without, ${total.policy} % company policy, ${total.unknown} % unknown.`;
}

function listGaps(tables: readonly VolumeTable[]): string[] {
  const gaps = tables.flatMap(({ id, rows }) =>
    rows.filter(({ cover }) => cover === 'policy').map((row) => ({ id, ...row })),
  );
  if (gaps.length === 0) return ['Nothing that these sources break down falls to company policy alone.'];
  return gaps
    .toSorted((one, other) => other.share - one.share)
    .map(
      ({ id, share, jurisdiction, kind, issuer }) => `- ${jurisdiction}, ${kind} of ${issuer}: ${share} % of ${id}.`,
    );
}
