import { useWords, type Words } from '../words/use-words.js';
import { useRef, useState, type Dispatch, type SetStateAction } from 'react';
import { GROUNDS_BY_LANE } from '../../../domain/ground.js';
import type { Lane as LaneName } from '../../../domain/lane.js';
import { read } from '../http/call.js';
import type { Notice, Page, Target } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { inSentence } from '../parts/format.js';
import { Failure } from '../parts/Failure.js';
import { GroundList, LaneList } from './DecideLists.js';
import { useCommands, type Command } from '../state/commands.js';
import { say } from '../state/message.js';
import { Hits } from './Hits.js';
import { lanesFor } from './lanes.js';
import { emptySelection, rangeText, sizeOf, toSelect, toggled, type Selection } from './selection.js';
import type { TargetFilters } from './target-pages.js';
import { useDecide, usePreview, type Draft } from './use-decision.js';
import { whyNotDecide } from './why.js';

interface DecidePanelProps {
  notice: Notice;
  filters: TargetFilters;
  cursorNo: number | null;
  at: number;
  selection: Selection;
  onFilters: (filters: TargetFilters) => void;
  onSelection: (selection: Selection) => void;
  onNext: Dispatch<SetStateAction<number>>;
}

/** Lane, ground, note, what this hits, one button. Two lists take digits, one at a time. */
export function DecidePanel(props: DecidePanelProps) {
  const { notice, filters, cursorNo, at, selection, onFilters, onSelection, onNext } = props;
  const t = useWords();
  const [lane, setLane] = useState<LaneName | null>(null);
  const [grounds, setGrounds] = useState<string[]>([]);
  const [note, setNote] = useState('');
  const [countries, setCountries] = useState('');
  const noteField = useRef<HTMLTextAreaElement>(null);
  const select = toSelect(selection, { filters, cursorNo });
  const count = sizeOf(selection) > 0 ? sizeOf(selection) : cursorNo === null ? 0 : 1;
  const draft: Draft | null =
    select === null || lane === null || grounds.length === 0
      ? null
      : { select, lane, grounds, countries: readCountries(countries), note };
  const why = whyNot({ notice, lane, grounds, note, count, t });
  const preview = usePreview(notice, why === null ? draft : null);
  const { draft: drafting, undo } = useDecide(notice);
  const lanes = lanesFor(notice.kind);
  const choose = (next: LaneName) => {
    const fitting = GROUNDS_BY_LANE[next];
    setLane(next);
    // Where there is one ground beside “other” it is the one meant.
    setGrounds(fitting.length === 2 ? fitting.slice(0, 1) : []);
  };
  const toggleGround = (code: string) =>
    setGrounds((before) => (before.includes(code) ? before.filter((one) => one !== code) : [...before, code]));
  const goOn = async () => {
    if (filters.status === 'undecided') return;
    const from =
      selection.kind === 'numbers' && selection.numbers.size > 0 ? Math.max(...selection.numbers) : (cursorNo ?? 0);
    const query = `status=undecided&limit=1&from=${from + 1}`;
    const next = (await read<Page<Target>>(`/v1/notices/${notice.id}/targets?${query}`)).items[0];
    const place = Object.keys(filters).length > 0 ? at + count : next === undefined ? at : next.no - 1;
    // Whoever has moved on meanwhile looks at another target: what is pressed next must hit that one.
    onNext((now) => (now === at ? place : now));
  };
  const go = () => {
    if (draft === null) return;
    const hit =
      selection.kind === 'all' ? '' : rangeText(selection.numbers.size > 0 ? selection.numbers : [cursorNo ?? 0]);
    drafting.mutate(draft, {
      onSuccess: (result) => {
        if (result === undefined) return;
        const { batch } = result;
        const told = { count: result.changed, lane: t(`words:lane.${draft.lane}`) };
        const done = hit === '' ? t('notice:decide.doneAll', told) : t('notice:decide.done', { ...told, range: hit });
        const left = result.conflictsTotal > 0 ? ` ${t('notice:decide.left', { count: result.conflictsTotal })}` : '';
        say(
          done + left,
          batch === null
            ? undefined
            : {
                label: t('notice:decide.undo'),
                run: () =>
                  undo.mutate(batch, {
                    onSuccess: () => say(t('notice:decide.undone', { count: result.changed })),
                  }),
              },
        );
        onSelection(emptySelection);
        setNote('');
        setLane(null);
        setGrounds([]);
        void goOn();
      },
    });
  };
  const digits = lane === null ? lanes.slice(0, 9) : GROUNDS_BY_LANE[lane];
  const commands: Command[] = [
    ...digits.map((one, place) => ({
      id: `digit-${place + 1}`,
      label: lane === null ? t(`words:lane.${one as LaneName}`) : t(`words:ground.${one as 'other'}`),
      keys: String(place + 1),
      run: () => (lane === null ? choose(one as LaneName) : toggleGround(one)),
    })),
    {
      id: 'lane-back',
      label: t('notice:decide.cmd.back'),
      keys: 'Backspace',
      hidden: true,
      run: () => {
        setLane(null);
        setGrounds([]);
      },
    },
    { id: 'decide-note', label: t('notice:decide.cmd.note'), keys: 'n', run: () => noteField.current?.focus() },
    {
      id: 'draft',
      label: t('notice:decide.cmd.draft'),
      keys: 'Enter',
      run: go,
      why: why ?? (draft === null ? '' : null),
    },
  ];
  useCommands(commands);
  return (
    <section className="pane" tabIndex={-1} aria-label={t('notice:decide.label')}>
      <div className="pane-h">
        <h2>{count === 0 ? t('notice:decide.label') : t('notice:decide.title', { count })}</h2>
      </div>
      <div className="panel">
        <LaneList notice={notice} lane={lane} onChoose={choose} />
        {lane === null ? null : (
          <section className="keys-on">
            <GroundList lane={lane} chosen={grounds} onToggle={toggleGround} />
            {lane === 'withhold' ? (
              <label className="inline-field" title={t('notice:decide.countriesHelp')}>
                <span className="sub xs">{t('notice:decide.countries')}</span>
                <span className="field sm">
                  <input
                    value={countries}
                    placeholder={notice.jurisdiction}
                    onChange={(event) => setCountries(event.target.value)}
                    autoComplete="off"
                  />
                </span>
                <span className="vh">{t('notice:decide.countriesHelp')}</span>
              </label>
            ) : null}
            <label className="field area below">
              <textarea
                ref={noteField}
                rows={1}
                value={note}
                placeholder={t('notice:decide.note')}
                aria-label={t('notice:decide.note')}
                onChange={(event) => setNote(event.target.value)}
              />
              <kbd aria-hidden="true">N</kbd>
            </label>
          </section>
        )}
        <Hits
          preview={preview.data}
          isAsking={preview.isFetching}
          error={preview.error}
          isIdle={draft === null || why !== null}
          onLeaveOut={(numbers) => onSelection(toggled(selection, numbers, false))}
          canLeaveOut={selection.kind === 'numbers' && selection.numbers.size > 1}
          onShow={(protectedOnly) => onFilters(protectedOnly ? { protected: 'any' } : {})}
        />
      </div>
      <div className="go">
        {drafting.error === null ? null : (
          <Failure title={t('notice:decide.failed')} error={drafting.error} onClose={() => drafting.reset()} />
        )}
        {undo.error === null ? null : (
          <Failure title={t('notice:decide.undoFailed')} error={undo.error} onClose={() => undo.reset()} />
        )}
        <Button
          variant={notice.stage === 'triage' ? 'plain' : 'primary'}
          wide
          keys="Enter"
          why={why}
          showWhy
          busy={drafting.isPending ? t('notice:decide.busy') : null}
          onPress={go}
        >
          {lane === null || count === 0
            ? t('notice:decide.goPlain')
            : t('notice:decide.go', { count, lane: inSentence(t(`words:lane.${lane}`)) })}
        </Button>
        {why === null ? <div className="why">{t('notice:decide.draftNote')}</div> : null}
      </div>
    </section>
  );
}

function whyNot({
  notice,
  lane,
  grounds,
  note,
  count,
  t,
}: {
  notice: Notice;
  lane: LaneName | null;
  grounds: readonly string[];
  note: string;
  count: number;
  t: Words;
}): string | null {
  const barred = whyNotDecide(notice, t);
  if (barred !== null) return barred;
  if (count === 0) return t('notice:decide.none');
  if (lane === null) return t('notice:decide.goBare');
  if (grounds.length === 0) return t('notice:decide.needGround');
  return grounds.includes('other') && note.trim() === '' ? t('notice:decide.needNote') : null;
}

function readCountries(text: string): string[] | null {
  const codes = text
    .toUpperCase()
    .split(/[^A-Z]+/)
    .filter((code) => code !== '');
  return codes.length === 0 ? null : codes;
}
