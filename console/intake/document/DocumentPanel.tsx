import { Button } from '../../parts/Button.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { useWords } from '../../words/use-words.js';
import { goTo } from '../CheckPanel.js';
import { formatFactLabel, shownValue } from './FromDocument.js';
import { listUnchecked } from './document.js';
import type { DraftState } from '../use-draft.js';

export function DocumentPanel({ state }: { state: DraftState }) {
  const t = useWords();
  const facts = listUnchecked(state.draft);
  const all = () => state.confirm(facts);
  const label = t('intake:document.confirmAll', { count: facts.length });
  useShortcuts(facts.length === 0 ? [] : [{ id: 'confirm-document', label, keys: '$mod+Shift+Enter', run: all }]);
  if (facts.length === 0) return null;
  return (
    <section aria-labelledby="intake-document">
      <div className="heading">
        <h2 id="intake-document">{t('intake:document.title')}</h2>
      </div>
      <ul className="lines">
        {facts.map((fact) => (
          <li key={`${fact.path} ${fact.value}`}>
            <button type="button" className="text-button link" onClick={() => goTo(fact.path)}>
              {formatFactLabel(fact.path, t)}
            </button>{' '}
            <span dir="auto">{shownValue(fact, t)}</span>
          </li>
        ))}
      </ul>
      <Button keys="$mod+Shift+Enter" onPress={all}>
        {label}
      </Button>
    </section>
  );
}
