import { Link } from '@tanstack/react-router';
import type { Notice } from '../../http/types.js';
import { Icon } from '../../parts/Icon.js';
import { useWords } from '../../words/use-words.js';

/** That work by hand waits for a second person. */
export default function ManualLine({ notice }: { notice: Notice }) {
  const t = useWords();
  return (
    <p className="alert-line line">
      <Icon name="m-warn" />
      <Link to="/notices/$id/enforcement" params={{ id: notice.id }}>
        {t('manual:waits', { count: notice.manualActions.waiting })}
      </Link>
    </p>
  );
}
