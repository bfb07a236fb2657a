import { useState } from 'react';
import type { DsaSheet, TcoSheet } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { formatCountry, formatNumber } from '../../parts/format.js';
import { Table } from '../../parts/Table.js';
import { useWords, type Words } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { BehindDialog } from './BehindDialog.js';

interface Figure {
  name: string;
  value: number;
  notices: string;
}

export function SheetFigures({ sheet }: { sheet: DsaSheet | TcoSheet }) {
  const t = useWords();
  const [behind, setBehind] = useState<string | null>(null);
  const figures = listFigures(sheet, t).filter(({ value }) => value > 0);
  if (figures.length === 0) return null;
  return (
    <>
      <Table
        rows={figures}
        keyOf={({ name }) => name}
        columns={[
          { isName: true, cell: ({ name }) => name },
          {
            end: true,
            cell: ({ value, notices }) => (
              <Button size="small" variant="quiet" onPress={() => setBehind(notices)} hasPopup="dialog">
                {formatNumber(value)}
              </Button>
            ),
          },
        ]}
      />
      {behind === null ? null : <BehindDialog path={behind} onClose={() => setBehind(null)} />}
    </>
  );
}

function listFigures({ rows }: DsaSheet | TcoSheet, t: Words): Figure[] {
  return rows.flatMap((row) => ('measure' in row ? tcoFigure(row, t) : dsaFigures(row, t)));
}

function dsaFigures({ scope, category, act, inform }: DsaSheet['rows'][number], t: Words): Figure[] {
  const where = scope === 'total' ? t('publishing:sheets.allStates') : formatCountry(scope);
  const about = category === 'total' ? '' : `, ${formatValueName(t, 'publishing:category.of', category)}`;
  return [
    { of: act, name: t('publishing:sheets.act') },
    { of: inform, name: t('publishing:sheets.inform') },
  ].flatMap(({ of, name }) =>
    of === null ? [] : [{ name: `${name}, ${where}${about}`, value: of.orders, notices: of.notices }],
  );
}

function tcoFigure({ measure, ground, value, notices }: TcoSheet['rows'][number], t: Words): Figure[] {
  if (value === null || notices === null) return [];
  const why = ground === null ? '' : `, ${formatValueName(t, 'words:ground', ground)}`;
  return [{ name: `${formatValueName(t, 'publishing:sheets.measure', measure)}${why}`, value, notices }];
}
