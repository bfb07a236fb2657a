import { useEffect, useRef, useState, type ReactNode } from 'react';
import { GROUNDS_BY_ACTION } from '../../../domain/targets/ground.js';
import type { DecisionAction } from '../../../domain/targets/decision-action.js';
import type { Notice } from '../../http/types.js';
import type { Shortcut } from '../../state/shortcuts.js';
import { keep, recall } from '../../state/tab-memory.js';
import { useWords, type Words } from '../../words/use-words.js';
import { GroundList, ActionList, type DecidedIn } from './DecideLists.js';
import { actionsFor } from './actions.js';
import { keepsChoice, type DecisionSubject } from '../targets/selection.js';

interface Chosen {
  action: DecisionAction | null;
  grounds: string[];
  note: string;
  countries: string;
  subject: DecisionSubject;
}

const NOTHING = { action: null, grounds: [], note: '' };

/**
 * The decision being made and the keys for it: actions and grounds share the digits, one list at a time. Survives a
 * page reload, stored under `name`, and never passes to another target.
 */
export function useChoice(notice: Pick<Notice, 'kind'>, { name, subject }: { name: string; subject: DecisionSubject }) {
  const t = useWords();
  const [chosen, setChosen] = useState<Chosen>(() => ({
    ...NOTHING,
    subject: null,
    countries: '',
    ...(recall(name) as Partial<Chosen> | null),
  }));
  // The countries stay, because they belong to the order and not to one decision.
  const forSubject = (before: Chosen): Chosen => ({
    ...before,
    ...(keepsChoice(before.subject, subject) ? {} : NOTHING),
    subject,
  });
  if (subject !== null && subject !== chosen.subject) setChosen(forSubject);
  useEffect(() => {
    const isNothing = chosen.action === null && chosen.note === '' && chosen.countries === '';
    keep(name, isNothing ? null : chosen);
  }, [name, chosen]);
  const { action } = chosen;
  const noteField = useRef<HTMLTextAreaElement>(null);
  const change = (part: Partial<Chosen>) => setChosen((before) => ({ ...forSubject(before), ...part }));
  const choose = (next: DecisionAction) => {
    const fitting = GROUNDS_BY_ACTION[next];
    // With only one ground besides “other”, that one is preselected.
    change({ action: next, grounds: fitting.length === 2 ? fitting.slice(0, 1) : [] });
  };
  const fill = (next: DecisionAction, grounds: readonly string[]) => change({ action: next, grounds: [...grounds] });
  const toggleGround = (code: string) =>
    setChosen((before) => ({
      ...before,
      grounds: before.grounds.includes(code) ? before.grounds.filter((one) => one !== code) : [...before.grounds, code],
    }));
  const back = () => change({ action: null, grounds: [] });
  const clear = () => change(NOTHING);
  const digits =
    action === null
      ? actionsFor(notice.kind)
          .slice(0, 9)
          .map((one) => ({ label: t(`words:action.${one}`), run: () => choose(one) }))
      : GROUNDS_BY_ACTION[action].map((one) => ({ label: t(`words:ground.${one}`), run: () => toggleGround(one) }));
  const commands: Shortcut[] = [
    ...digits.map((digit, place) => ({ id: `digit-${place + 1}`, keys: String(place + 1), ...digit })),
    { id: 'action-back', label: t('notice:decide.cmd.back'), keys: 'Backspace', hidden: true, run: back },
    { id: 'decide-note', label: t('notice:decide.cmd.note'), keys: 'n', run: () => noteField.current?.focus() },
  ];
  return {
    ...chosen,
    setNote: (note: string) => change({ note }),
    setCountries: (countries: string) => change({ countries }),
    noteField,
    choose,
    fill,
    toggleGround,
    clear,
    commands,
  };
}

export type DecisionChoice = ReturnType<typeof useChoice>;

export function whyIncomplete({ action, grounds, note }: DecisionChoice, t: Words): string | null {
  if (action === null) return t('notice:decide.goBare');
  if (grounds.length === 0) return t('notice:decide.needGround');
  return grounds.includes('other') && note.trim() === '' ? t('notice:decide.needNote') : null;
}

interface ChoiceFieldsProps {
  notice: DecidedIn;
  choice: DecisionChoice;
  noteLabel: string;
  children?: ReactNode;
}

export function ChoiceFields({ notice, choice, noteLabel, children }: ChoiceFieldsProps) {
  const { action, grounds, note, setNote, noteField, choose, toggleGround } = choice;
  return (
    <>
      <ActionList notice={notice} action={action} onChoose={choose} />
      {action === null ? null : (
        <section className="keys-on">
          <GroundList action={action} chosen={grounds} onToggle={toggleGround} />
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
