import { useEffect, useRef, type Dispatch, type SetStateAction } from 'react';
import { MessagePlace } from '../frame/MessageTray.js';
import type { UnreadTarget } from '../http/types.js';
import { rowCommands } from '../notice/targets/use-target-commands.js';
import {
  emptySelection,
  isSelected,
  padNo,
  countSelected,
  toggled,
  type Selection,
} from '../notice/targets/selection.js';
import { TargetCells } from '../notice/targets/TargetCells.js';
import { Button } from '../parts/Button.js';
import { formatNumber } from '../parts/format.js';
import { SelectBox } from '../parts/SelectBox.js';
import { useRowFocus } from '../parts/use-row-focus.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import { joinTexts } from '../parts/texts.js';

interface UnreadPaneProps {
  targets: readonly UnreadTarget[];
  total: number;
  at: number;
  onAt: (place: number) => void;
  selection: Selection;
  onSelection: Dispatch<SetStateAction<Selection>>;
}

export function UnreadPane({ targets, total, at, onAt, selection, onSelection }: UnreadPaneProps) {
  const t = useWords();
  const body = useRef<HTMLDivElement>(null);
  const rowFocus = useRowFocus(body);
  // The list takes the focus on opening, so that keys act on it and not on the tab.
  useEffect(() => body.current?.focus({ preventScroll: true }), []);
  const moveTo = (place: number) => {
    const next = Math.min(Math.max(place, 0), targets.length - 1);
    rowFocus.take();
    onAt(next);
    body.current?.querySelectorAll('[role=row]')[next + 1]?.scrollIntoView({ block: 'nearest' });
  };
  const toggle = (numbers: readonly number[], on?: boolean) => onSelection((before) => toggled(before, numbers, on));
  const numbersAt = (...places: number[]) => places.flatMap((place) => targets[place]?.no ?? []);
  const extend = (step: number) => {
    toggle(numbersAt(at, at + step), true);
    moveTo(at + step);
  };
  // oxlint-disable-next-line react/refs -- keys run these, drawing does not
  useShortcuts(rowCommands({ move: (step) => moveTo(at + step), select: () => toggle(numbersAt(at)), extend }, t));
  const size = countSelected(selection);
  return (
    <section className="pane middle-pane print-whole" aria-label={t('second-review:label')}>
      <div className="pane-head">
        <h2>{t('second-review:title', { count: total })}</h2>
        <span className="muted fine cut" title={t('second-review:blind')}>
          {t('second-review:blind')}
        </span>
      </div>
      <div
        className="rows print-whole"
        role="grid"
        aria-label={t('second-review:label')}
        aria-multiselectable="true"
        tabIndex={-1}
        ref={body}
        onFocus={rowFocus.onFocus}
      >
        <div className="row target-row to-read head" role="row">
          <span role="columnheader">
            <span className="visually-hidden">{t('notice:targets.col.selected')}</span>
          </span>
          <span role="columnheader">{t('notice:targets.col.no')}</span>
          <span role="columnheader">{t('notice:targets.col.target')}</span>
          <span role="columnheader">{t('notice:targets.col.marks')}</span>
          <span role="columnheader">{t('second-review:remark')}</span>
        </div>
        {targets.map((target, place) => (
          <UnreadRow
            key={target.no}
            target={target}
            isCursor={place === at}
            isOn={isSelected(selection, target.no)}
            onPress={() => onAt(place)}
            onToggle={() => {
              onAt(place);
              toggle([target.no]);
            }}
          />
        ))}
      </div>
      <div className={size > 0 ? 'tray selecting no-print' : 'tray no-print'}>
        {size > 0 ? (
          <>
            <b>{t('notice:targets.selected', { count: size })}</b>
            <Button size="small" variant="quiet" onPress={() => onSelection(emptySelection)}>
              {t('notice:targets.clear')}
            </Button>
          </>
        ) : null}
        <MessagePlace />
        <span className="push" />
        {total > targets.length ? (
          <span className="muted fine">{t('second-review:rest', { n: formatNumber(targets.length) })}</span>
        ) : null}
      </div>
    </section>
  );
}

interface UnreadRowProps {
  target: UnreadTarget;
  isCursor: boolean;
  isOn: boolean;
  onPress: () => void;
  onToggle: () => void;
}

function UnreadRow({ target, isCursor, isOn, onPress, onToggle }: UnreadRowProps) {
  const t = useWords();
  const name = joinTexts(['row target-row to-read', isCursor ? 'current' : '', isOn ? 'selected' : '']);
  return (
    <div className={name} role="row" aria-selected={isOn} tabIndex={isCursor ? 0 : -1} onClick={onPress}>
      <span role="gridcell">
        <SelectBox isOn={isOn} label={`${t('notice:targets.col.selected')}: ${padNo(target.no)}`} onToggle={onToggle} />
      </span>
      <TargetCells target={target} />
      <span className="muted fine cut" role="gridcell" title={target.note} dir="auto">
        {target.note}
      </span>
    </div>
  );
}
