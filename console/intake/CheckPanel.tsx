import { Fact } from '../parts/Fact.js';
import { formatNumber } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { useProposal } from './OrderSection.js';
import { Button } from '../parts/Button.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import { formatFactLabel, shownValue } from './document/FromDocument.js';
import { listUnchecked } from './document/document.js';
import type { DraftState } from './use-draft.js';

export function CheckPanel({ state, errors }: { state: DraftState; errors: ReadonlyMap<string, string> }) {
  const t = useWords();
  const { fields } = state.draft;
  const proposal = useProposal(fields);
  const regime = fields.regime === '' ? (proposal?.id ?? t('intake:regimeAuto')) : fields.regime;
  return (
    <section>
      <div className="heading">
        <h2>{t('intake:check.title')}</h2>
      </div>
      <dl className="key-values">
        <Fact name={t('intake:check.regime')}>{regime}</Fact>
        <Fact name={t('intake:check.deadline')}>
          {t(`intake:deadline.${fields.deadline}`)} {fields.deadline === 'none' ? '' : fields.deadlineText}
        </Fact>
        <Fact name={t('intake:check.targets')} className="number">
          {formatNumber(state.list?.rows.length ?? 0)}
        </Fact>
        <Fact name={t('intake:check.documents')} className="number">
          {formatNumber(state.files.length)}
        </Fact>
      </dl>
      {errors.size === 0 ? (
        <p className="why">{t('intake:check.clocks')}</p>
      ) : (
        <>
          <p className="why invalid">
            <Icon name="m-x" />
            {t('intake:check.todo', { count: errors.size })}
          </p>
          <ul className="lines">
            {[...errors].map(([path, message]) => (
              <li key={path}>
                <button type="button" className="text-button link" onClick={() => goTo(path)}>
                  {message}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Scrolls to and focuses the field of an error, or the nearest enclosing section. */
export function goTo(path: string): void {
  for (let part = path; part !== ''; part = part.slice(0, part.lastIndexOf('/'))) {
    const place = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(part)}"]`);
    if (place === null) continue;
    place.scrollIntoView({ block: 'center' });
    place.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
    return;
  }
}

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
