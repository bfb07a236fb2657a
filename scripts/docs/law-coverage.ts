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

const COVERS = {
  timed: 'a law with its own time to comply',
  as_ordered: 'a law that leaves the time to the order, or sets none',
  policy: 'company policy',
};

/** docs/law/law-coverage.md: how much of what governments ask for comes under a law, by public figures. */
export function lawCoveragePage(table: Table, made: string): string {
  const book = loadRulebook();
  const rows = coverageTable(book.listRegimes({ atMs: COUNTED_AT_MS }));
  const tables = coverByVolume(book, readVolumes(BUILT_IN_RULEBOOK));
  return [
    '# How much of the volume the law covers',
    `Of ${book.regimes.length} laws, a few see nearly all notices. This page weighs by public figures what comes under a law of the rulebook at`,
    'receipt, and what falls to company policy (`POLICY-DEFAULT`). The figures are in `rulebook/volumes.yaml`; `notice-desk rulebook volume`',
    `makes the same table of your own rulebook. ${made}`,
    '',
    '**How sure.** None of the sources could be read: every figure is from memory. They count what platforms were sent, not what they',
    'had to do; `taken for` is our assumption of the typical notice ([proposals](rulebook.md#proposals)). If neither law nor order names a',
    'time, company policy sets it under a law as well.',
    '',
    ...tables.flatMap((one) => sourceLines(one, table)),
    '## How surely it is known',
    'The cells of `notice-desk rulebook coverage`, one for each law in force and topic.',
    '',
    ...surenessLines(rows, table),
    '',
    '`silent`: the text was read and says nothing. `unread`: the text was sought and could not be read. `blank`: nobody has looked. A fact without',
    'a place does not name the law by its number and the article or section.',
    '',
    'Facts by what proves them; in brackets, the clocks with a length of their own. *Stored*: the words are in `rulebook/texts/`,',
    'and the quoted clause was found there. The share: official or verbatim, and stored.',
    '',
    ...proofLines(rows, table),
    '',
    listUnknown(book.placeholders),
    '',
    '## What is missing most',
    ...listGaps(tables),
    '',
    '**Not weighed**: Meta, TikTok, YouTube, and the orders in the Commission’s DSA reports (their tables could not be read), and Lumen,',
    'which is no sample. The aim is 95 percent under a law.',
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
      ['', 'laws', ...PROOFS.map((proof) => proof.replaceAll('_', ' ')), 'unsure', 'unread', 'silent', 'share'],
      sumBusiest(rows).map((sum) => [
        sum.name,
        String(sum.laws),
        ...PROOFS.map((proof) => formatProof(sum, proof)),
        ...[sum.unsure, sum.unread, sum.silent].map(String),
        sum.share === null ? 'no law in force' : `${sum.share} %`,
      ]),
    ),
  ];
}

function listUnknown(placeholders: readonly Placeholder[]): string {
  if (placeholders.length === 0) return 'No country is listed as unknown.';
  return `Nothing is known of the law of ${placeholders.length} further countries and territories (\`rulebook/placeholders.yaml\`).`;
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
    `Together: ${total.timed} % a law with its own time, ${total.as_ordered} % a law without, ${total.policy} % company policy, ${total.unknown} % unknown.`,
    '',
  ];
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
