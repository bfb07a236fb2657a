import { Link } from '@tanstack/react-router';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { Notice } from '../http/types.js';
import { ActionLabel } from '../parts/Action.js';
import { Button } from '../parts/Button.js';
import { useWords } from '../words/use-words.js';
import { useOpenConversations } from './queries.js';

interface TargetCommentsProps {
  notice: Notice;
  no: number;
  /** Fills in what a colleague suggests. */
  onUse: (action: DecisionAction, grounds: readonly string[]) => void;
}

const SHOWN = 3;

/** The last comment of each open conversation about a target. */
export function TargetComments({ notice, no, onUse }: TargetCommentsProps) {
  const t = useWords();
  const about = useOpenConversations(notice.id).filter(({ targets }) => targets.includes(no));
  if (about.length === 0) return null;
  return (
    <section className="about" aria-label={t('notice:tab.conversations')}>
      {about.slice(0, SHOWN).map(({ number, comments, suggestion }) => {
        const last = comments.at(-1);
        return (
          <div key={number}>
            <blockquote className="said plain fine" dir="auto">
              {last?.text}
              <footer>{last?.by.name}</footer>
            </blockquote>
            {suggestion === null ? null : (
              <p className="line fine">
                <ActionLabel action={suggestion.action} />
                <Button size="small" onPress={() => onUse(suggestion.action, suggestion.grounds)}>
                  {t('notice:about.use')}
                </Button>
              </p>
            )}
          </div>
        );
      })}
      <Link className="fine" to="/notices/$id/conversations" params={{ id: notice.id }}>
        {t('notice:tab.conversations')}
      </Link>
    </section>
  );
}
