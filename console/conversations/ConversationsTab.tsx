import { useMay } from '../http/may.js';
import { useOpenNotice } from '../notice/open-notice.js';
import { Empty } from '../parts/Loading.js';
import { useWords } from '../words/use-words.js';
import { ConversationList } from './ConversationList.js';

export function ConversationsTab() {
  const t = useWords();
  const notice = useOpenNotice();
  if (!useMay()('notice.read_documents'))
    return (
      <Empty>
        <p>{t('conversations:role')}</p>
      </Empty>
    );
  return (
    <div className="read print-whole" tabIndex={0} role="region" aria-label={t('notice:tab.conversations')}>
      <ConversationList notice={notice} />
    </div>
  );
}
