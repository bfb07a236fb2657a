import { useEffect, useRef, useState, type ReactNode } from 'react';
import { GROUNDS_BY_LANE } from '../../../domain/target/ground.js';
import type { Lane } from '../../../domain/target/lane.js';
import type { Notice } from '../../http/types.js';
import type { Shortcut } from '../../state/shortcuts.js';
import { keep, recall } from '../../state/tab-memory.js';
import { useWords, type Words } from '../../words/use-words.js';
import { GroundList, LaneList } from './DecideLists.js';
import { lanesFor } from './lanes.js';

interface Chosen {
  lane: Lane | null;
  grounds: string[];
  note: string;
  countries: string;
}

const NOTHING: Chosen = { lane: null, grounds: [], note: '', countries: '' };

/**
 * The decision being made and the keys for it: actions and grounds share the digits, one list at a time. Survives a
 * page reload, stored under `name`.
 */
export function useChoice(notice: Notice, name: string) {
  const t = useWords();
  const [chosen, setChosen] = useState<Chosen>(() => ({ ...NOTHING, ...(recall(name) as Partial<Chosen> | null) }));
  useEffect(() => {
    const isNothing = chosen.lane === null && chosen.note === '' && chosen.countries === '';
    keep(name, isNothing ? null : chosen);
  }, [name, chosen]);
  const { lane } = chosen;
  const noteField = useRef<HTMLTextAreaElement>(null);
  const change = (part: Partial<Chosen>) => setChosen((before) => ({ ...before, ...part }));
  const choose = (next: Lane) => {
    const fitting = GROUNDS_BY_LANE[next];
    // With only one ground besides “other”, that one is preselected.
    change({ lane: next, grounds: fitting.length === 2 ? fitting.slice(0, 1) : [] });
  };
  const toggleGround = (code: string) =>
    setChosen((before) => ({
      ...before,
      grounds: before.grounds.includes(code) ? before.grounds.filter((one) => one !== code) : [...before.grounds, code],
    }));
  const back = () => change({ lane: null, grounds: [] });
  // The countries stay, because they belong to the order and not to one decision.
  const clear = () => change({ lane: null, grounds: [], note: '' });
  const digits =
    lane === null
      ? lanesFor(notice.kind)
          .slice(0, 9)
          .map((one) => ({ label: t(`words:lane.${one}`), run: () => choose(one) }))
      : GROUNDS_BY_LANE[lane].map((one) => ({ label: t(`words:ground.${one}`), run: () => toggleGround(one) }));
  const commands: Shortcut[] = [
    ...digits.map((digit, place) => ({ id: `digit-${place + 1}`, keys: String(place + 1), ...digit })),
    { id: 'lane-back', label: t('notice:decide.cmd.back'), keys: 'Backspace', hidden: true, run: back },
    { id: 'decide-note', label: t('notice:decide.cmd.note'), keys: 'n', run: () => noteField.current?.focus() },
  ];
  return {
    ...chosen,
    setNote: (note: string) => change({ note }),
    setCountries: (countries: string) => change({ countries }),
    noteField,
    choose,
    toggleGround,
    clear,
    commands,
  };
}

export type DecisionChoice = ReturnType<typeof useChoice>;

export function whyIncomplete({ lane, grounds, note }: DecisionChoice, t: Words): string | null {
  if (lane === null) return t('notice:decide.goBare');
  if (grounds.length === 0) return t('notice:decide.needGround');
  return grounds.includes('other') && note.trim() === '' ? t('notice:decide.needNote') : null;
}

export function ChoiceFields({
  notice,
  choice,
  noteLabel,
  children,
}: {
  notice: Notice;
  choice: DecisionChoice;
  noteLabel: string;
  children?: ReactNode;
}) {
  const { lane, grounds, note, setNote, noteField, choose, toggleGround } = choice;
  return (
    <>
      <LaneList notice={notice} lane={lane} onChoose={choose} />
      {lane === null ? null : (
        <section className="keys-on">
          <GroundList lane={lane} chosen={grounds} onToggle={toggleGround} />
          {children}
          <label className="field area below">
            <textarea
              ref={noteField}
              rows={1}
              value={note}
              placeholder={noteLabel}
              aria-label={noteLabel}
              onChange={(event) => setNote(event.target.value)}
            />
            <kbd aria-hidden="true">N</kbd>
          </label>
        </section>
      )}
    </>
  );
}
