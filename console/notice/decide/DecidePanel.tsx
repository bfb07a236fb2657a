import { useWords, type Words } from '../../words/use-words.js';
import { isByCountry } from '../../../domain/targets/decision-action.js';
import { type Dispatch, type SetStateAction } from 'react';
import type { Notice, Target } from '../../http/types.js';
import { formatNumber, inSentence } from '../../parts/format.js';
import { reachList } from '../../parts/reach.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { say } from '../../state/message.js';
import { TargetComments } from '../../conversations/TargetComments.js';
import { AboutTarget } from '../targets/AboutTarget.js';
import { findUndecided } from './find-undecided.js';
import { ChoiceFields, useChoice, whyIncomplete, type DecisionChoice } from './choice.js';
import { Hits } from './Hits.js';
import {
  emptySelection,
  findSubject,
  isSelected,
  rangeText,
  countSelected,
  toSelect,
  toggled,
  type Selection,
} from '../targets/selection.js';
import { useDecide, useDecisionPreview, type DecideOutcome, type DecisionDraft } from './use-decision.js';
import { whyNotDecide } from '../why.js';
import { splitTexts } from '../../parts/texts.js';
import type { TargetFilters } from '../targets/target-search.js';

interface DecidePanelProps {
  notice: Notice;
  filters: TargetFilters;
  cursor: Target | null;
  at: number;
  selection: Selection;
  onFilters: (filters: TargetFilters) => void;
  onSelection: (selection: Selection) => void;
  onNext: Dispatch<SetStateAction<number>>;
  /** Instead of going on to the next target. */
  onDone?: (() => void) | undefined;
}

export function DecidePanel(props: DecidePanelProps) {
  const { notice, cursor, selection, onFilters, onSelection } = props;
  const t = useWords();
  const choice = useChoice(notice, {
    name: `decision.${notice.id}`,
    subject: findSubject(selection, cursor?.no ?? null),
  });
  const { count, draft, why: whyNotAsked, drafting, undo, go } = useDrafting(props, choice);
  const preview = useDecisionPreview(notice, whyNotAsked === null ? draft : null);
  const isClosed = preview.data !== undefined && preview.data.closedTotal === preview.data.matched;
  const why = whyNotAsked ?? (isClosed ? t('notice:decide.closed', { count: preview.data?.matched ?? 0 }) : null);
  useShortcuts([
    ...choice.commands,
    {
      id: 'draft',
      label: t('notice:decide.cmd.draft'),
      keys: 'Enter',
      run: go,
      why: why ?? (draft === null ? '' : null),
    },
  ]);
  const { action } = choice;
  return (
    <section className="pane print-whole" tabIndex={-1} aria-label={t('notice:decide.label')}>
      <div className="pane-head">
        <h2>{count === 0 ? t('notice:decide.label') : t('notice:decide.title', { count })}</h2>
        <span className="push muted fine number cut">{whichText(t, { notice, selection, cursor })}</span>
      </div>
      <div className="panel print-whole">
        {cursor !== null && (count === 1 || isSelected(selection, cursor.no)) ? (
          <>
            <AboutTarget notice={notice} target={cursor} />
            <TargetComments notice={notice} no={cursor.no} onUse={choice.fill} />
          </>
        ) : null}
        <ChoiceFields notice={notice} choice={choice} noteLabel={t('notice:decide.note')}>
          {action !== null && isByCountry(action) ? (
            <CountriesField
              value={choice.countries}
              reach={notice.defaultCountries ?? [notice.jurisdiction]}
              onChange={choice.setCountries}
            />
          ) : null}
        </ChoiceFields>
      </div>
      <div className="panel-foot no-print">
        <Rejected title={t('notice:decide.failed')} act={drafting} />
        <Rejected title={t('notice:decide.undoFailed')} act={undo} />
        <Hits
          preview={preview.data}
          isAsking={preview.isFetching}
          error={preview.error}
          isIdle={draft === null || why !== null}
          onLeaveOut={(numbers) => onSelection(toggled(selection, numbers, false))}
          canLeaveOut={selection.kind === 'numbers' && selection.numbers.size > 1}
          onShow={() => onFilters({ protected: 'any' })}
        />
        <Button
          variant={notice.stage === 'triage' || preview.data?.changed === 0 ? 'plain' : 'primary'}
          wide
          keys="Enter"
          why={why}
          showWhy
          busy={drafting.isPending ? t('notice:decide.busy') : null}
          onPress={go}
        >
          {action === null || count === 0
            ? t('notice:decide.goPlain')
            : t('notice:decide.go', { count, action: inSentence(t(`words:action.${action}`)) })}
        </Button>
        {why === null ? <div className="why">{t('notice:decide.draftNote')}</div> : null}
      </div>
    </section>
  );
}

function Rejected({ title, act: { error, reset } }: { title: string; act: { error: unknown; reset: () => void } }) {
  return error === null ? null : <Failure title={title} error={error} onClose={() => reset()} />;
}

/** The draft that the choice makes for the selected targets, and the act that sends it and goes on to the next one. */
function useDrafting(
  { notice, filters, cursor, at, selection, onSelection, onNext, onDone }: DecidePanelProps,
  choice: DecisionChoice,
) {
  const t = useWords();
  const cursorNo = cursor?.no ?? null;
  const { action, grounds, note, countries } = choice;
  const select = toSelect(selection, { filters, cursorNo });
  const count = countSelected(selection) > 0 ? countSelected(selection) : cursorNo === null ? 0 : 1;
  const draft: DecisionDraft | null =
    select === null || action === null || grounds.length === 0
      ? null
      : { select, action, grounds, countries: readCountries(countries), note };
  const why = whyNotDecide(notice, t) ?? (count === 0 ? t('notice:decide.none') : null) ?? whyIncomplete(choice, t);
  const { draft: drafting, undo } = useDecide(notice);
  const goOn = async () => {
    const from =
      selection.kind === 'numbers' && selection.numbers.size > 0 ? Math.max(...selection.numbers) : (cursorNo ?? 0);
    const place = await findUndecided(notice.id, filters, { after: from, at, gone: count });
    // If the reviewer has moved on meanwhile, the cursor stays, so that the next keystroke hits the target they see.
    if (place !== null) onNext((now) => (now === at ? place : now));
  };
  const sayDone = ({ changed, conflictsTotal, batch }: DecideOutcome, drafted: DecisionDraft) => {
    const facts = { count: changed, action: t(`words:action.${drafted.action}`) };
    const done =
      selection.kind === 'all'
        ? t('notice:decide.doneAll', facts)
        : t('notice:decide.done', {
            ...facts,
            range: rangeText(selection.numbers.size > 0 ? selection.numbers : [cursorNo ?? 0]),
          });
    const left = conflictsTotal > 0 ? ` ${t('notice:decide.left', { count: conflictsTotal })}` : '';
    const takeBack = (made: number) =>
      undo.mutate(made, { onSuccess: () => say(t('notice:decide.undone', { count: changed })) });
    say(done + left, batch === null ? undefined : { label: t('notice:decide.undo'), run: () => takeBack(batch) });
  };
  const go = () => {
    if (draft === null) return;
    drafting.mutate(draft, {
      onSuccess: (result) => {
        if (result === undefined) return;
        sayDone(result, draft);
        onSelection(emptySelection);
        choice.clear();
        if (onDone === undefined) void goOn();
        else onDone();
      },
    });
  };
  return { count, draft, why, drafting, undo, go };
}

function CountriesField(props: { value: string; reach: readonly string[]; onChange: (countries: string) => void }) {
  const t = useWords();
  const help = t('notice:decide.countriesHelp', { reach: reachList(props.reach) });
  return (
    <label className="line below" title={help}>
      <span className="muted fine">{t('notice:decide.countries')}</span>
      <span className="field small grow">
        <input
          value={props.value}
          placeholder={props.reach.join(', ')}
          onChange={(event) => props.onChange(event.target.value)}
          autoComplete="off"
        />
      </span>
      <span className="visually-hidden">{help}</span>
    </label>
  );
}

function whichText(
  t: Words,
  { notice, selection, cursor }: Pick<DecidePanelProps, 'notice' | 'selection' | 'cursor'>,
): string {
  if (selection.kind === 'numbers' && selection.numbers.size > 0) return rangeText(selection.numbers);
  const { targets, undecided } = notice.counts;
  return cursor === null || targets === 0
    ? ''
    : t('notice:decide.far', { n: formatNumber(targets - undecided), of: formatNumber(targets) });
}

function readCountries(text: string): string[] | null {
  const codes = splitTexts(text.toUpperCase(), /[^A-Z]+/);
  return codes.length === 0 ? null : codes;
}
