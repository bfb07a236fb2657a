import { useWords } from '../words/use-words.js';
import { Button } from '../parts/Button.js';
import { formatInstant, formatShort } from '../parts/format.js';
import { say } from '../state/message.js';
import type { Draft } from './draft.js';
import type { DraftState } from './use-draft.js';

/** The draft as kept, and the others beside it. */
export function DraftsPanel({ state }: { state: DraftState }) {
  const t = useWords();
  const { draft, others, keeps } = state;
  const nameOf = ({ fields: { subject, reference } }: Draft) =>
    subject.trim() === '' ? (reference.trim() === '' ? t('intake:drafts.untitled') : reference) : subject;
  const remove = (id: string) => {
    state.remove(id);
    say(t('intake:drafts.deleted'));
  };
  return (
    <section>
      <div className="h">
        <h2>{t('intake:drafts.title')}</h2>
        <span className="push" role="status">
          {!keeps ? (
            <span className="src">{t('intake:drafts.notSaved')}</span>
          ) : draft.savedAt === null ? (
            t('intake:drafts.fresh')
          ) : (
            <span className="n">{t('intake:drafts.saved', { time: timeOf(draft.savedAt) })}</span>
          )}
        </span>
      </div>
      <p className="why">{t('intake:drafts.here')}</p>
      <ul className="files">
        {others.map((each) => (
          <li key={each.id} className="file-line">
            <button
              type="button"
              className="text-button link cut"
              onClick={() => state.open(each.id)}
              aria-label={t('intake:drafts.open', { name: nameOf(each) })}
            >
              <span dir="auto">{nameOf(each)}</span>
            </button>
            <span className="dim n nowrap xs" title={each.savedAt === null ? undefined : formatInstant(each.savedAt)}>
              {each.savedAt === null ? '' : formatShort(each.savedAt)}
            </span>
            <Button
              size="sm"
              variant="quiet"
              label={t('intake:drafts.deleteNamed', { name: nameOf(each) })}
              onPress={() => remove(each.id)}
            >
              ×
            </Button>
          </li>
        ))}
      </ul>
      <div className="acts">
        <Button size="sm" onPress={state.start}>
          {t('intake:drafts.new')}
        </Button>
        {draft.savedAt === null ? null : (
          <Button size="sm" variant="quiet" onPress={() => remove(draft.id)}>
            {t('intake:drafts.delete')}
          </Button>
        )}
      </div>
    </section>
  );
}

const timeOf = (at: number) => formatShort(at).split(', ').at(-1) ?? '';
