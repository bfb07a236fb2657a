import type { PublicStatementState } from './types.js';
import { Fact } from '../../../console/parts/Fact.js';
import { formatCountry, formatList, formatNumber } from '../../../console/parts/format.js';
import { formatValueName } from '../../../console/records/list/find-name.js';
import { useWords, type Words } from '../../../console/words/use-words.js';

type Figures = PublicStatementState['versions'][number]['figures'];

const FIELDS = [
  'authority',
  'country',
  'kind',
  'law',
  'received',
  'acknowledged',
  'outcome',
  'items',
  'withheld',
  'countries',
  'removed',
  'labelled',
  'restored',
] as const satisfies (keyof Figures)[];

export function StatementFiguresList({ figures }: { figures: Figures }) {
  const t = useWords();
  return (
    <dl className="key-values">
      {FIELDS.map((name) => (
        <Fact key={name} name={t(`publishing:publications.field.${name}`)}>
          {formatFigure(figures, name, t)}
        </Fact>
      ))}
    </dl>
  );
}

function formatFigure(figures: Figures, name: keyof Figures, t: Words): string {
  if (name === 'kind') return formatValueName(t, 'words:kind', figures.kind);
  if (name === 'outcome') return formatValueName(t, 'words:outcome', figures.outcome);
  if (name === 'country') return formatCountry(figures.country);
  if (name === 'countries') return formatList(figures.countries.map(formatCountry));
  const value = figures[name];
  return typeof value === 'number' ? formatNumber(value) : (value ?? '–');
}
