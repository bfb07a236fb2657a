import type { ComponentProps, ReactNode } from 'react';
import { TargetCells } from '../notice/targets/TargetCells.js';
import { cursorRow, type Cursor } from '../parts/use-cursor.js';

interface DecisionRowProps {
  target: ComponentProps<typeof TargetCells>['target'];
  cursor: Cursor | null;
  onCursor: (cursor: Cursor) => void;
  children: ReactNode;
}

export function DecisionRow({ target, cursor, onCursor, children }: DecisionRowProps) {
  const { no } = target;
  const row = `${no}`;
  return (
    <div
      className={cursor?.row === row ? 'decision-row current' : 'decision-row'}
      role="row"
      {...cursorRow(row, no, cursor)}
      onClick={() => onCursor({ row, no })}
    >
      <TargetCells target={target} />
      {children}
    </div>
  );
}
