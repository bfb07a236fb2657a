import type { ReactNode } from 'react';
import { cursorRow, type CursorProps } from '../../parts/use-cursor.js';
import { noWidth } from './selection.js';
import { joinTexts } from '../../parts/texts.js';

interface DecisionGridProps {
  label: string;
  /** The headings of the columns. */
  heads: readonly ReactNode[];
  /** All targets, for the width of their numbers. */
  targets: number;
  /** The rows of all pages. */
  total?: number;
  /** The class of a row whose columns are not those of decisions. */
  kind?: 'pick' | 'trouble';
  children: ReactNode;
}

export function DecisionGrid({ label, heads, targets, total, kind, children }: DecisionGridProps) {
  return (
    <div
      className="decision-list"
      style={noWidth(targets)}
      role="grid"
      aria-label={label}
      aria-rowcount={total === undefined ? undefined : total + 1}
      aria-multiselectable={kind === 'pick' ? true : undefined}
    >
      <div className={joinTexts(['decision-row head', kind ?? ''])} role="row">
        {heads.map((head, place) => (
          <span role="columnheader" key={place}>
            {head}
          </span>
        ))}
      </div>
      {children}
    </div>
  );
}

interface DecisionRowProps extends CursorProps {
  no: number;
  /** Names the row, if a target can have several. */
  row?: string;
  kind?: 'pick' | 'trouble';
  isSelected?: boolean;
  children: ReactNode;
}

export function DecisionRow({ no, row = `${no}`, kind, isSelected, cursor, onCursor, children }: DecisionRowProps) {
  const isCursor = cursor?.row === row;
  return (
    <div
      className={joinTexts([
        'decision-row',
        kind ?? '',
        isCursor ? 'current' : '',
        isSelected === true ? 'selected' : '',
      ])}
      role="row"
      aria-selected={isSelected}
      {...cursorRow(row, no, cursor)}
      onClick={() => onCursor({ row, no })}
    >
      {children}
    </div>
  );
}
