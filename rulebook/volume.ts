import { join } from 'node:path';
import { z } from 'zod';
import { AUTHORITY_KINDS } from '../domain/law/proposal.js';
import { NOTICE_KINDS } from '../domain/notice/notice.js';
import { readYaml } from './read-yaml.js';
import { HOUSE_DEFAULT, type Rulebook } from './rulebook.js';
import { sayAmount } from './in-words.js';

const text = z.string().trim().min(1);

const rowSchema = z.strictObject({
  /** Percent of the source's total. */
  share: z.number().positive().max(100),
  jurisdiction: z.string().regex(/^[A-Z]{2}$/),
  as: z.strictObject({
    kind: z.enum(NOTICE_KINDS),
    authority: text.optional(),
    authorityKind: z.enum(AUTHORITY_KINDS).optional(),
  }),
});

const volumesSchema = z.array(
  z.strictObject({ id: text, title: text, counts: text, sure: text, rows: z.array(rowSchema).min(1) }),
);

export type VolumeSource = z.infer<typeof volumesSchema>[number];

/** Reads the public figures of a rulebook folder. Throws a RulebookError. */
export function readVolumes(dir: string): VolumeSource[] {
  const { value, blame } = readYaml(join(dir, 'volumes.yaml'), volumesSchema);
  const over = value.findIndex(({ rows }) => sum(rows.map(({ share }) => share)) > 100);
  if (over >= 0) throw blame([over, 'rows'], 'the shares of a source add up to more than the whole');
  return value;
}

/** What becomes of a paper: a law with a time to comply of its own, one that leaves the time to the order, or no law. */
export const COVERS = ['timed', 'as_ordered', 'house'] as const;
export type Cover = (typeof COVERS)[number];

export interface VolumeRow {
  share: number;
  jurisdiction: string;
  kind: string;
  issuer: string;
  /** Id of the law that is proposed. */
  law: string;
  /** Its time to comply, in words; null where it has none. */
  time: string | null;
  cover: Cover;
}

export interface VolumeTable extends Pick<VolumeSource, 'id' | 'title' | 'counts' | 'sure'> {
  rows: VolumeRow[];
  /** Percent by what becomes of it; `unknown`: what the source does not break down. */
  total: Record<Cover | 'unknown', number>;
}

type Asked = Pick<Rulebook, 'proposeRegime' | 'regimeById'>;

/** How much of what is asked for comes under a law, source by source. */
export function coverByVolume(book: Asked, sources: readonly VolumeSource[]): VolumeTable[] {
  return sources.map(({ rows: given, ...source }) => {
    const rows = given.map((row) => coverOf(book, row));
    const of = (cover: Cover) => sum(rows.filter((row) => row.cover === cover).map(({ share }) => share));
    const total = { timed: of('timed'), as_ordered: of('as_ordered'), house: of('house') };
    return { ...source, rows, total: { ...total, unknown: 100 - sum(Object.values(total)) } };
  });
}

function coverOf(book: Asked, { share, jurisdiction, as }: VolumeSource['rows'][number]): VolumeRow {
  const { kind, authority, authorityKind } = as;
  const law = book.proposeRegime({ jurisdiction, kind, authorityId: authority, authorityKind });
  const rules = book.regimeById(law)?.versions.at(-1)?.clocks ?? [];
  const own = rules.find((rule) => rule.kind === 'comply' && rule.owner === 'us' && rule.basis === 'law');
  const time = own === undefined ? null : sayAmount(own.counting);
  const cover = law === HOUSE_DEFAULT ? 'house' : own?.counting == null ? 'as_ordered' : 'timed';
  return { share, jurisdiction, kind, issuer: authority ?? authorityKind ?? 'any', law, time, cover };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
