import { AddLink } from './AddLink.js';
import { ListDiff } from './ListDiff.js';
import { LinkList } from './LinkList.js';
import { useOpenNotice } from '../notice/open-notice.js';

export function LinkedTab() {
  const notice = useOpenNotice();
  return (
    <div className="read linked spaced print-whole">
      <LinkList notice={notice} />
      <AddLink notice={notice} />
      {notice.counts.targets === 0 ? null : <ListDiff notice={notice} />}
    </div>
  );
}
