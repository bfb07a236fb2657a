import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_RULEBOOK } from '../../../rulebook/load.js';
import { coverByVolume, readVolumes, type VolumeSource } from '../../../rulebook/volume.js';
import { book } from '../../support/received.js';

const source = (rows: VolumeSource['rows']): VolumeSource => ({ id: 's', title: 'S', counts: 'c', sure: 'x', rows });

describe('coverByVolume: laws weighted by volume', () => {
  test('distinguishes a law with its own period from one without, and from company policy', () => {
    const [table] = coverByVolume(book, [
      source([
        { share: 60, jurisdiction: 'RU', as: { kind: 'blocking_order', authority: 'ru-rkn' } },
        { share: 10, jurisdiction: 'BR', as: { kind: 'court_order', authorityKind: 'court' } },
        { share: 5, jurisdiction: 'AQ', as: { kind: 'request' } },
      ]),
    ]);
    expect(table?.rows).toMatchObject([
      { law: 'RU-149FZ-15-1', time: '24 hours', cover: 'timed' },
      { law: 'BR-MCI19', cover: 'as_ordered' },
      { law: 'POLICY-DEFAULT', time: null, cover: 'policy', issuer: 'any' },
    ]);
    expect(table?.total).toEqual({ timed: 60, as_ordered: 10, policy: 5, unknown: 25 });
  });

  test('assigns requests of courts, police and commissions to a law that sets no period', () => {
    const rows: VolumeSource['rows'] = [
      { share: 40, jurisdiction: 'JP', as: { kind: 'request', authorityKind: 'police' } },
      { share: 8, jurisdiction: 'KR', as: { kind: 'request', authority: 'kr-kcsc' } },
      { share: 3, jurisdiction: 'US', as: { kind: 'court_order', authorityKind: 'court' } },
    ];
    const [table] = coverByVolume(book, [source(rows)]);
    expect(table?.rows.map(({ law, cover }) => [law, cover])).toEqual([
      ['JP-POLICE-REQUEST', 'as_ordered'],
      ['KR-CORRECTION', 'as_ordered'],
      ['US-COURT-ORDER', 'as_ordered'],
    ]);
  });

  test('uses shares that state their certainty and add up to no more than the whole', () => {
    for (const { sure, rows } of readVolumes(BUILT_IN_RULEBOOK)) {
      expect(sure.length).toBeGreaterThan(20);
      expect(rows.reduce((total, { share }) => total + share, 0)).toBeLessThanOrEqual(100);
    }
  });

  test('rejects shares that add up to more than the whole', () => {
    const dir = mkdtempSync(join(tmpdir(), 'volumes-'));
    const row = '{ share: 60, jurisdiction: IN, as: { kind: request } }';
    writeFileSync(join(dir, 'volumes.yaml'), `- { id: s, title: S, counts: c, sure: x, rows: [${row}, ${row}] }\n`);
    expect(() => readVolumes(dir)).toThrow(/more than the whole/);
    rmSync(dir, { recursive: true });
  });
});
