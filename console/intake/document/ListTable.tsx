import { Segments } from '../../forms/Segments.js';
import { useWords } from '../../words/use-words.js';
import { onChosen } from '../../forms/on-chosen.js';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { TARGET_TYPES, type TargetType } from '../../../domain/targets/target.js';
import { Button } from '../../parts/Button.js';
import type { DraftList, DraftRow } from '../draft.js';
import { editedRow } from './read-list.js';
import { Marks } from '../../notice/targets/TargetRow.js';
import { RemoveButton } from '../RemoveButton.js';

const ROW_PX = 34;

/** The rows as they will be sent, editable. Virtualized, because a list may have 100,000 rows. */
export function ListTable({ list, onList }: { list: DraftList; onList: (list: DraftList) => void }) {
  const t = useWords();
  /** Lines that had a mark when the filter was applied; a corrected line stays visible until it is applied again. */
  const [marked, setMarked] = useState<ReadonlySet<number> | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const places = useMemo(
    () =>
      marked === null
        ? null
        : list.rows.flatMap((row, place) => (marked.has(row.line) || isMarked(row) ? [place] : [])),
    [list.rows, marked],
  );
  const placeAt = (index: number) => (places === null ? index : (places[index] ?? 0));
  const count = places?.length ?? list.rows.length;
  const rows = useVirtualizer({
    count,
    getScrollElement: () => body.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  const replace = (place: number, next: DraftRow[]) =>
    onList({ ...list, rows: [...list.rows.slice(0, place), ...next, ...list.rows.slice(place + 1)] });
  return (
    <>
      <Tools
        onlyMarked={marked !== null}
        onOnlyMarked={(only) => setMarked(only ? new Set(list.rows.filter(isMarked).map(({ line }) => line)) : null)}
        onAdd={() => {
          onList({ ...list, rows: [...list.rows, emptyRow(list)] });
          window.requestAnimationFrame(() => rows.scrollToIndex(count));
        }}
      />
      <div
        className="list-rows"
        role="table"
        aria-label={t('intake:targets.table')}
        aria-rowcount={count + 1}
        ref={body}
        tabIndex={0}
        style={{ height: Math.min(count + 1, 12) * ROW_PX + 2 }}
      >
        <Head />
        <div className="virtual" style={{ height: rows.getTotalSize() }} role="rowgroup">
          {rows.getVirtualItems().map(({ index, start }) => {
            const row = list.rows[placeAt(index)];
            return row === undefined ? null : (
              <Row
                key={placeAt(index)}
                row={row}
                no={placeAt(index) + 1}
                start={start}
                onChange={(change) => replace(placeAt(index), [editedRow(row, change)])}
                onRemove={() => replace(placeAt(index), [])}
              />
            );
          })}
        </div>
      </div>
    </>
  );
}

interface ToolsProps {
  onlyMarked: boolean;
  onOnlyMarked: (only: boolean) => void;
  onAdd: () => void;
}

function Tools({ onlyMarked, onOnlyMarked, onAdd }: ToolsProps) {
  const t = useWords();
  return (
    <div className="acts">
      <Segments
        label={t('intake:targets.table')}
        options={[
          { value: 'all', text: t('intake:targets.all') },
          { value: 'marked', text: t('intake:targets.onlyBad') },
        ]}
        value={onlyMarked ? 'marked' : 'all'}
        onChange={(rows) => onOnlyMarked(rows === 'marked')}
      />
      <Button size="small" variant="quiet" onPress={onAdd}>
        {t('intake:targets.add')}
      </Button>
    </div>
  );
}

function Head() {
  const t = useWords();
  return (
    <div className="list-row head" role="row" aria-rowindex={1}>
      {(['no', 'type', 'target', 'note', 'marks'] as const).map((name) => (
        <span role="columnheader" key={name} className={name === 'note' ? 'long' : undefined}>
          {t(`intake:targets.col.${name}`)}
        </span>
      ))}
      <span role="columnheader">
        <span className="visually-hidden">{t('intake:targets.clear')}</span>
      </span>
    </div>
  );
}

const isMarked = ({ problem, flags }: DraftRow) => problem !== null || flags.length > 0;

const emptyRow = ({ rows, problems }: DraftList): DraftRow => ({
  line: Math.max(0, ...rows.slice(-1).map(({ line }) => line), ...problems.slice(-1).map(({ line }) => line)) + 1,
  type: rows.at(-1)?.type ?? 'account',
  locator: '',
  note: '',
  problem: 'malformed_locator',
  flags: [],
});

interface RowProps {
  row: DraftRow;
  no: number;
  start: number;
  onChange: (change: Partial<Pick<DraftRow, 'type' | 'locator' | 'note'>>) => void;
  onRemove: () => void;
}

function Row({ row: { type, locator, note, problem, flags }, no, start, onChange, onRemove }: RowProps) {
  const t = useWords();
  return (
    <div
      className="list-row"
      role="row"
      aria-rowindex={no + 1}
      style={{ transform: `translateY(${start}px)`, height: ROW_PX }}
    >
      <span className="number faint" role="cell">
        {no}
      </span>
      <TypeCell type={type} no={no} onChange={onChange} />
      <span role="cell">
        <input
          className="locator"
          value={locator}
          aria-label={t('intake:targets.locator', { no })}
          aria-invalid={problem === null ? undefined : true}
          onChange={(event) => onChange({ locator: event.target.value })}
          autoComplete="off"
          spellCheck={false}
        />
      </span>
      <span role="cell" className="long">
        <input
          value={note}
          dir="auto"
          aria-label={t('intake:targets.note', { no })}
          onChange={(event) => onChange({ note: event.target.value })}
          autoComplete="off"
        />
      </span>
      <span role="cell" className="marks">
        <Marks target={{ protectedClass: null, problem, flags: flags.slice(0, 1) }} />
      </span>
      <span role="cell">
        <RemoveButton label={t('intake:targets.remove', { no })} onPress={onRemove} />
      </span>
    </div>
  );
}

interface TypeCellProps {
  type: TargetType;
  no: number;
  onChange: (change: { type: TargetType }) => void;
}

function TypeCell({ type, no, onChange }: TypeCellProps) {
  const t = useWords();
  return (
    <span role="cell">
      <select
        value={type}
        aria-label={t('intake:targets.type', { no })}
        onChange={onChosen(TARGET_TYPES, (chosen) => onChange({ type: chosen }))}
      >
        {TARGET_TYPES.map((each) => (
          <option key={each} value={each}>
            {t(`words:type.${each}`)}
          </option>
        ))}
      </select>
    </span>
  );
}
