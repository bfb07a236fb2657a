import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { noticeQuery } from '../http/queries.js';
import { AddLink } from './AddLink.js';
import { ListDiff } from './ListDiff.js';
import { LinkList } from './LinkList.js';

export function LinkedTab() {
  const { id } = useParams({ strict: false });
  const notice = useQuery(noticeQuery(id ?? '')).data;
  if (notice === undefined) return null;
  return (
    <div className="read linked spaced print-whole" key={notice.id}>
      <LinkList notice={notice} />
      <AddLink notice={notice} />
      {notice.counts.targets === 0 ? null : <ListDiff notice={notice} />}
    </div>
  );
}
