import type { LumenState } from './types.js';
import { Button } from '../../../console/parts/Button.js';
import { formatInstant } from '../../../console/parts/format.js';
import { Table } from '../../../console/parts/Table.js';
import { Tag } from '../../../console/parts/Tag.js';
import { useWords } from '../../../console/words/use-words.js';

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
    <Table
      rows={versions}
      keyOf={({ version }) => version}
      columns={[
        { isName: true, cell: ({ version }) => t('publishing:publications.version', { version }) },
        { cell: (one) => <HowFar version={one} /> },
        {
          cell: ({ draftedBy, draftedAt, approvals, approvalsNeeded }) =>
            [
              t('publishing:publications.by', { name: draftedBy.name, at: formatInstant(draftedAt) }),
              t('publishing:publications.approvals', { given: approvals.length, needed: approvalsNeeded }),
            ].join(', '),
        },
        { cell: ({ reason, note }) => reason ?? note ?? '' },
        {
          end: true,
          cell: ({ version, mayJudge, state }) => (
            <>
              <Button size="small" onPress={() => onRead(version)} hasPopup="dialog">
                {t(`publishing:publications.${mayJudge ? 'read' : 'view'}`)}
              </Button>
              {onSettle !== undefined && (state === 'unknown' || state === 'dead') ? (
                <Button size="small" onPress={() => onSettle(version)} hasPopup="dialog">
                  {t('publishing:publications.settle')}
                </Button>
              ) : null}
            </>
          ),
        },
      ]}
    />
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
