import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { exposureView } from '../../../contract/people/exposure.js';
import { useMay } from '../../http/may.js';
import { readAll } from '../../http/read-all.js';
import { sessionStore } from '../../http/session.js';
import { formatNumber } from '../../parts/format.js';
import { Table } from '../../parts/Table.js';
import { useWords } from '../../words/use-words.js';

type ExposureOf = z.infer<typeof exposureView>;

const exposureQuery = {
  queryKey: ['live', 'exposure'],
  queryFn: ({ signal }: { signal: AbortSignal }) => readAll<ExposureOf>('/v1/exposure', { signal, background: true }),
  staleTime: 60_000,
};

/** For leads: how many graphic and protected items each person dealt with lately. */
export function ExposureTable() {
  const t = useWords();
  const { data } = useQuery({ ...exposureQuery, enabled: useMay()('exposure.read') });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section>
      <h2 className="heading">{t('exposure:title')}</h2>
      <Table
        rows={data.items}
        keyOf={({ person }) => person}
        columns={[
          { head: t('exposure:person'), cell: ({ name }) => name },
          { head: t('exposure:graphic'), end: true, cell: ({ graphic }) => formatNumber(graphic) },
          { head: t('exposure:protected'), end: true, cell: (one) => formatNumber(one.protected) },
        ]}
      />
      <p className="muted fine">{t('exposure:how')}</p>
    </section>
  );
}

/** The reader's own numbers. */
export function OwnExposure() {
  const t = useWords();
  const me = sessionStore.get().session?.person.id;
  const { data } = useQuery({ ...exposureQuery, enabled: useMay()('notice.read_facts') });
  const own = data?.items.find(({ person }) => person === me);
  if (own === undefined) return null;
  const numbers = { graphic: formatNumber(own.graphic), protected: formatNumber(own.protected) };
  return (
    <p className="muted fine pad" title={t('exposure:how')}>
      {t('exposure:own', numbers)}
    </p>
  );
}
