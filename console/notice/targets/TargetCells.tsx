import type { ComponentProps, ReactNode } from 'react';
import { padNo } from './selection.js';
import { Marks } from './TargetRow.js';

interface Named {
  no: number;
  locator: string;
}

export function TargetName({ target: { no, locator } }: { target: Named }) {
  return (
    <>
      <span className="number faint" role="gridcell">
        {padNo(no)}
      </span>
      <span className="locator medium cut" role="gridcell" title={locator} dir="ltr">
        {locator}
      </span>
    </>
  );
}

interface TargetCellsProps {
  target: ComponentProps<typeof Marks>['target'] & Named;
  /** After the marks. */
  children?: ReactNode;
}

export function TargetCells({ target, children }: TargetCellsProps) {
  return (
    <>
      <TargetName target={target} />
      <span role="gridcell">
        <Marks target={target} />
        {children}
      </span>
    </>
  );
}
