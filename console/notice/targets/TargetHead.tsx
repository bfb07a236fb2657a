import { Icon } from '../../parts/Icon.js';
import { formatNumber } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { emptySelection, countSelected, type Selection } from './selection.js';

interface TargetHeadProps {
  count: number;
  selection: Selection;
  onSelection: (selection: Selection) => void;
}

export function TargetHead({ count, selection, onSelection }: TargetHeadProps) {
  const t = useWords();
  const size = countSelected(selection);
  const isAll = count > 0 && (selection.kind === 'all' || size >= count);
  return (
    <div className="row target-row head" role="row" aria-rowindex={1}>
      <span role="columnheader">
        <button
          type="button"
          role="checkbox"
          className={isAll ? 'box selected' : size > 0 ? 'box some' : 'box'}
          aria-checked={isAll ? true : size > 0 ? 'mixed' : false}
          aria-label={t('notice:targets.selectAll', { n: formatNumber(count) })}
          title={t('notice:targets.selectAll', { n: formatNumber(count) })}
          onClick={() => onSelection(isAll ? emptySelection : { kind: 'all', count })}
        >
          <Icon name="s-met" />
        </button>
      </span>
      <span role="columnheader">{t('notice:targets.col.no')}</span>
      <span role="columnheader">{t('notice:targets.col.target')}</span>
      <span className="target-marks" role="columnheader">
        {t('notice:targets.col.marks')}
      </span>
      <span role="columnheader">{t('notice:targets.col.draft')}</span>
      <span className="ground" role="columnheader">
        {t('notice:targets.col.ground')}
      </span>
      <span className="target-by" role="columnheader">
        {t('notice:targets.col.by')}
      </span>
    </div>
  );
}
