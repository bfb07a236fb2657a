import type { ComponentProps } from 'react';
import { padNo } from './selection.js';
import { Marks } from './TargetRow.js';

/** The first cells of a row about a target: its number, what it is, and its marks. */
export function TargetCells({
  target,
}: {
  target: ComponentProps<typeof Marks>['target'] & { no: number; locator: string };
}) {
  return (
    <>
      <span className="number faint" role="gridcell">
        {padNo(target.no)}
      </span>
      <span className="locator medium cut" role="gridcell" title={target.locator} dir="ltr">
        {target.locator}
      </span>
      <span role="gridcell">
        <Marks target={target} />
      </span>
    </>
  );
}
