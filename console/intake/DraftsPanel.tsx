import { useWords } from '../words/use-words.js';
import { Button } from '../parts/Button.js';
import { formatInstant, formatShort } from '../parts/format.js';
import { say } from '../state/message.js';
import type { IntakeDraft } from './draft.js';
import type { DraftState } from './use-draft.js';
import { RemoveButton } from './RemoveButton.js';

export function DraftsPanel({ state }: { state: DraftState }) {
  const t = useWords();
  const { draft, others, keeps } = state;
  const formatName = ({ fields: { subject, reference } }: IntakeDraft) =>
    subject.trim() === '' ? (reference.trim() === '' ? t('intake:drafts.untitled') : reference) : subject;
  const remove = (id: string) => {
    state.remove(id);
    say(t('intake:drafts.deleted'));
  };
  return (
    <section>
      <div className="heading">
        <h2>{t('intake:drafts.title')}</h2>
        <span className="push" role="status">
          {!keeps ? (
            <span className="unsure">{t('intake:drafts.notSaved')}</span>
          ) : draft.savedAt === null ? (
            t('intake:drafts.fresh')
          ) : (
            <span className="number">{t('intake:drafts.saved', { time: formatTime(draft.savedAt) })}</span>
          )}
        </span>
      </div>
      <p className="why">{t('intake:drafts.here')}</p>
      <ul className="files">
        {others.map((each) => (
          <Other
            key={each.id}
            draft={each}
            name={formatName(each)}
            onOpen={() => state.open(each.id)}
            onRemove={() => remove(each.id)}
          />
        ))}
      </ul>
      <div className="acts">
        <Button size="small" onPress={state.start}>
          {t('intake:drafts.new')}
        </Button>
        {draft.savedAt === null ? null : (
          <Button size="small" variant="quiet" onPress={() => remove(draft.id)}>
            {t('intake:drafts.delete')}
          </Button>
        )}
      </div>
    </section>
  );
}

interface OtherProps {
  draft: IntakeDraft;
  name: string;
  onOpen: () => void;
  onRemove: () => void;
}

function Other({ draft: { savedAt }, name, onOpen, onRemove }: OtherProps) {
  const t = useWords();
  return (
    <li className="line file-line">
      <button
        type="button"
        className="text-button link cut"
        onClick={onOpen}
        aria-label={t('intake:drafts.open', { name })}
      >
        <span dir="auto">{name}</span>
      </button>
      {savedAt === null ? null : (
        <span className="faint number nowrap fine" title={formatInstant(savedAt)}>
          {formatShort(savedAt)}
        </span>
      )}
      <RemoveButton label={t('intake:drafts.deleteNamed', { name })} onPress={onRemove} />
    </li>
  );
}

const formatTime = (at: number) => formatShort(at).split(', ').at(-1) ?? '';
