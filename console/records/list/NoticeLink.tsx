import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { noticeQuery } from '../../http/queries.js';

export function NoticeNumberLink({
  id,
  number,
  tab,
}: {
  id: string;
  number: string;
  tab?: 'enforcement' | 'timeline';
}) {
  const to = tab === undefined ? '/notices/$id' : (`/notices/$id/${tab}` as const);
  return (
    <Link className="identifier" to={to} params={{ id }}>
      {number}
    </Link>
  );
}

export function NoticeById({ id }: { id: string }) {
  const notice = useQuery(noticeQuery(id)).data;
  return (
    <>
      <NoticeNumberLink id={id} number={notice?.number ?? id.slice(0, 8)} tab="enforcement" />{' '}
      <span className="muted" dir="auto">
        {notice?.subject ?? ''}
      </span>
    </>
  );
}
