import { keysOf } from '../../domain/keys-of.js';
import { BUILT_IN_RULEBOOK, loadRulebook } from '../../rulebook/load.js';
import { countByCoverage, coverageTable, mostUsed, type CoverageRow } from '../../rulebook/coverage.js';
import { coverByVolume, readVolumes, type VolumeTable } from '../../rulebook/volume.js';

type Table = (head: string[], rows: string[][]) => string;

const COVERS = {
  timed: 'a law with its own time to comply',
  as_ordered: 'a law that leaves the time to the order, or sets none',
  house: "the house's own times",
};

/** docs/law/law-coverage.md: how much of what governments ask for comes under a law, by public figures. */
export function lawCoveragePage(table: Table, made: string): string {
  const book = loadRulebook();
  const tables = coverByVolume(book, readVolumes(BUILT_IN_RULEBOOK));
  return [
    '# How much of the volume the law covers',
    `Of ${book.regimes.length} laws a few see nearly all the papers. This page weighs by public figures what comes under a law of the rulebook`,
    "when it is received, and what falls to the house's own times (`HOUSE-DEFAULT`). The figures stand in `rulebook/volumes.yaml`;",
    `\`notice-desk rulebook volume\` makes the same table of a rulebook of your own. ${made}`,
    '',
    '**How sure.** None of the sources could be read here: every figure is from memory, as each source says. They count what',
    'platforms were sent, not what they had to do, and give no forms: `taken for` is our assumption of the typical paper, and words in',
    'a real one may find more ([rulebook](rulebook.md), Proposals). What a source does not break down is unknown, not covered. Where neither',
    "law nor order names a time, the house's own times run under a law as well.",
    '',
    ...tables.flatMap((one) => sourceLines(one, table)),
    '## How surely it is known',
    'What `notice-desk rulebook coverage` shows of the laws in force, counted by its cells: one for each law and topic.',
    '',
    ...surenessLines(coverageTable(book.listRegimes({ atMs: COUNTED_AT_MS })), table),
    '',
    '`silent`: the text was read and says nothing; `unread`: the text was looked for and could not be read; `blank`: nobody has looked.',
    'A fact without a place does not say by the number of its law (CELEX, gazette, statute) and by article or section where it stands.',
    'The laws under which most papers come: IN 69A and rule 3(1)(d), TR 5651, EU TCO and DSA, FR, BR (Marco Civil, ECA), RU, AU, UK, US. Before they were',
    'looked through on 28 November 2026 they had 191 blanks, 77 from memory, 54 secondary, 1 primary and 1 silent, and 121 of 300 facts had no place.',
    'Germany has no law of its own in force here: its authorities use those of the Union.',
    '',
    '## What is missing most',
    ...gapsOf(tables),
    '',
    '**Not weighed**: Meta, TikTok, YouTube and the orders in the Commission’s DSA reports (their tables could not be read here), and',
    'Lumen, which holds what its submitters choose to send and is no sample. A share of 95 percent under a law is the aim.',
    '',
  ].join('\n');
}

/** A day to count on, so that the page changes with the rulebook and not with the calendar: 28 November 2026. */
const COUNTED_AT_MS = Date.UTC(2026, 10, 28);

function surenessLines(rows: CoverageRow[], table: Table): string[] {
  const all = countByCoverage(rows);
  const names = keysOf(all);
  const line = (of: string, some: CoverageRow[]) => {
    const count = countByCoverage(some);
    const unplaced = some.reduce((total, row) => total + row.unplaced, 0);
    const facts = some.reduce((total, row) => total + row.facts, 0);
    return [of, String(some.length), ...names.map((name) => String(count[name])), `${unplaced} of ${facts}`];
  };
  return [
    table(
      ['', 'laws', ...names.map((name) => `\`${name}\``), 'facts without a place'],
      [line('most papers', mostUsed(rows)), line('all in force', rows)],
    ),
  ];
}

function sourceLines({ title, counts, sure, rows, total }: VolumeTable, table: Table): string[] {
  return [
    `## ${title}`,
    `Counts ${counts}. ${sure}`,
    '',
    table(
      ['share', 'country', 'taken for', 'proposed law', 'time to comply', 'comes under'],
      rows.map((row) => [
        `${row.share} %`,
        row.jurisdiction,
        `${row.kind} of ${row.issuer}`,
        `\`${row.law}\``,
        row.time ?? 'none',
        COVERS[row.cover],
      ]),
    ),
    '',
    `Together: ${total.timed} % a law with its own time, ${total.as_ordered} % a law without, ${total.house} % the house, ${total.unknown} % unknown.`,
    '',
  ];
}

function gapsOf(tables: readonly VolumeTable[]): string[] {
  const gaps = tables.flatMap(({ id, rows }) =>
    rows.filter(({ cover }) => cover === 'house').map((row) => ({ id, ...row })),
  );
  if (gaps.length === 0)
    return [
      'Nothing that these sources break down falls to the house alone. What the laws under which it comes lack is counted above.',
    ];
  return gaps
    .toSorted((one, other) => other.share - one.share)
    .map(
      ({ id, share, jurisdiction, kind, issuer }) => `- ${jurisdiction}, ${kind} of ${issuer}: ${share} % of ${id}.`,
    );
}
