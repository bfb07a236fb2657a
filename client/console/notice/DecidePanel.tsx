import { useWords } from '../words/use-words.js';
import { useState, type Dispatch, type SetStateAction } from 'react';
import { read } from '../http/call.js';
import type { Notice, Page, Target } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { inSentence } from '../parts/format.js';
import { Failure } from '../parts/Failure.js';
import { useCommands, type Command } from '../state/commands.js';
import { say } from '../state/message.js';
import { ChoiceFields, useChoice, whyIncomplete } from './choice.js';
import { Hits } from './Hits.js';
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

/** Lane, ground, note, what this hits, one button. */
export function DecidePanel(props: DecidePanelProps) {
  const { notice, filters, cursorNo, at, selection, onFilters, onSelection, onNext } = props;
  const t = useWords();
  const choice = useChoice(notice);
  const { lane, grounds, note } = choice;
  const [countries, setCountries] = useState('');
  const select = toSelect(selection, { filters, cursorNo });
  const count = sizeOf(selection) > 0 ? sizeOf(selection) : cursorNo === null ? 0 : 1;
  const draft: Draft | null =
    select === null || lane === null || grounds.length === 0
      ? null
      : { select, lane, grounds, countries: readCountries(countries), note };
  const why = whyNotDecide(notice, t) ?? (count === 0 ? t('notice:decide.none') : null) ?? whyIncomplete(choice, t);
  const preview = usePreview(notice, why === null ? draft : null);
  const { draft: drafting, undo } = useDecide(notice);
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
        choice.clear();
        void goOn();
      },
    });
  };
  const commands: Command[] = [
    ...choice.commands,
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
        <ChoiceFields notice={notice} choice={choice} noteLabel={t('notice:decide.note')}>
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
        </ChoiceFields>
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

function readCountries(text: string): string[] | null {
  const codes = text
    .toUpperCase()
    .split(/[^A-Z]+/)
    .filter((code) => code !== '');
  return codes.length === 0 ? null : codes;
}
