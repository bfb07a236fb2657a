import { join } from 'node:path';
import { z } from 'zod';
import { AUTHORITY_KINDS } from '../domain/rulebook/proposal.js';
import { NOTICE_KINDS } from '../domain/notices/notice.js';
import { readYaml } from './read-yaml.js';
import { POLICY_DEFAULT, type Rulebook } from './rulebook.js';
import { describeAmount } from './in-words.js';

const text = z.string().trim().min(1);

const rowSchema = z.strictObject({
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

export function readVolumes(dir: string): VolumeSource[] {
  const { value, blame } = readYaml(join(dir, 'volumes.yaml'), volumesSchema);
  const over = value.findIndex(({ rows }) => sum(rows.map(({ share }) => share)) > 100);
  if (over >= 0) throw blame([over, 'rows'], 'the shares of a source add up to more than the whole');
  return value;
}

export const COVERS = ['timed', 'as_ordered', 'policy'] as const;
export type Cover = (typeof COVERS)[number];

export interface VolumeRow {
  share: number;
  jurisdiction: string;
  kind: string;
  issuer: string;
  law: string;
  time: string | null;
  cover: Cover;
}

export interface VolumeTable extends Pick<VolumeSource, 'id' | 'title' | 'counts' | 'sure'> {
  rows: VolumeRow[];
  /** Percent per cover; `unknown`: what the source does not break down. */
  total: Record<Cover | 'unknown', number>;
}

type Requested = Pick<Rulebook, 'proposeRegime' | 'regimeById'>;

/** Computes per source what share of its requests falls under which kind of law. */
export function coverByVolume(book: Requested, sources: readonly VolumeSource[]): VolumeTable[] {
  return sources.map(({ rows: given, ...source }) => {
    const rows = given.map((row) => buildVolumeRow(book, row));
    const of = (cover: Cover) => sum(rows.filter((row) => row.cover === cover).map(({ share }) => share));
    const total = { timed: of('timed'), as_ordered: of('as_ordered'), policy: of('policy') };
    return { ...source, rows, total: { ...total, unknown: 100 - sum(Object.values(total)) } };
  });
}

function buildVolumeRow(book: Requested, { share, jurisdiction, as }: VolumeSource['rows'][number]): VolumeRow {
  const { kind, authority, authorityKind } = as;
  const law = book.proposeRegime({ jurisdiction, kind, authorityId: authority, authorityKind });
  const rules = book.regimeById(law)?.versions.at(-1)?.clocks ?? [];
  const own = rules.find((rule) => rule.kind === 'comply' && rule.owner === 'us' && rule.basis === 'law');
  const time = own === undefined ? null : describeAmount(own.counting);
  const cover = law === POLICY_DEFAULT ? 'policy' : own?.counting == null ? 'as_ordered' : 'timed';
  return { share, jurisdiction, kind, issuer: authority ?? authorityKind ?? 'any', law, time, cover };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
