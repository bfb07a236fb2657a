import { useState } from 'react';
import { useMay } from '../../http/may.js';
import { sessionStore } from '../../http/session.js';
import type { Notice } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { formatInstant } from '../../parts/format.js';
import { Icon } from '../../parts/Icon.js';
import { useWords } from '../../words/use-words.js';
import { ReadmitAct } from './ExcludeActs.js';

/** The danger to staff, and who may not act on the notice. */
export default function ExclusionLines({ notice }: { notice: Notice }) {
  const t = useWords();
  const may = useMay();
  const me = sessionStore.get().session?.person.id;
  const [chosen, setChosen] = useState<Notice['exclusions'][number] | null>(null);
  const { staffRisk, exclusions } = notice;
  return (
    <>
      {staffRisk === null ? null : (
        <p className="alert-line line danger-ink">
          <Icon name="m-warn" />
          <span>
            {t('acts:staffRisk.line', {
              reason: staffRisk.reason,
              name: staffRisk.byName,
              at: formatInstant(staffRisk.at),
              country: notice.authority.country,
            })}
          </span>
        </p>
      )}
      {exclusions.map((one) => (
        <p key={one.number} className="alert-line line">
          <Icon name="m-lock" />
          <span>
            {t(one.by === one.person ? 'acts:exclude.recused' : 'acts:exclude.excluded', {
              name: one.name,
              by: one.byName,
              at: formatInstant(one.at),
              reason: one.reason,
            })}
          </span>
          {may('exclude') && one.person !== me ? (
            <Button size="small" variant="quiet" className="no-print" onPress={() => setChosen(one)} hasPopup="dialog">
              {t('acts:readmit.open')}
            </Button>
          ) : null}
        </p>
      ))}
      {chosen === null ? null : (
        <ReadmitAct notice={notice} number={chosen.number} name={chosen.name} onClose={() => setChosen(null)} />
      )}
    </>
  );
}
