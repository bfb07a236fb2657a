import type { LumenState } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { formatInstant } from '../parts/format.js';
import { Tag } from '../parts/Tag.js';
import { useWords } from '../words/use-words.js';

type Version = Pick<
  LumenState['versions'][number],
  'version' | 'state' | 'draftedBy' | 'draftedAt' | 'approvals' | 'approvalsNeeded' | 'mayJudge' | 'reason'
> & { note: string | null; isPublic?: boolean };

const TONES: Partial<Record<Version['state'], 'ok' | 'danger' | 'caution'>> = {
  approved: 'ok',
  accepted: 'ok',
  refused: 'danger',
  dead: 'danger',
  unknown: 'caution',
  returned: 'caution',
};

export function Versions(props: {
  versions: readonly Version[];
  onRead: (version: number) => void;
  onSettle?: (version: number) => void;
}) {
  const { versions, onRead, onSettle } = props;
  const t = useWords();
  if (versions.length === 0) return <p className="muted">{t('publishing:publications.none')}</p>;
  return (
    <table className="table">
      <tbody>
        {versions.map((one) => (
          <tr key={one.version}>
            <th scope="row">{t('publishing:publications.version', { version: one.version })}</th>
            <td>
              <HowFar version={one} />
            </td>
            <td>
              {t('publishing:publications.by', { name: one.draftedBy.name, at: formatInstant(one.draftedAt) })}
              {', '}
              {t('publishing:publications.approvals', { given: one.approvals.length, needed: one.approvalsNeeded })}
            </td>
            <td dir="auto">{one.reason ?? one.note ?? ''}</td>
            <td className="align-end">
              <Button size="small" onPress={() => onRead(one.version)} hasPopup="dialog">
                {t(`publishing:publications.${one.mayJudge ? 'read' : 'view'}`)}
              </Button>
              {onSettle !== undefined && (one.state === 'unknown' || one.state === 'dead') ? (
                <Button size="small" onPress={() => onSettle(one.version)} hasPopup="dialog">
                  {t('publishing:publications.settle')}
                </Button>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function HowFar({ version: { state, isPublic } }: { version: Version }) {
  const t = useWords();
  const word =
    isPublic === true && state === 'approved'
      ? t('publishing:publications.public')
      : t(`publishing:publications.state.${state}`);
  const tone = TONES[state];
  return tone === undefined ? <Tag>{word}</Tag> : <Tag tone={tone}>{word}</Tag>;
}
