import { useWords } from '../words/use-words.js';
import { formatHour } from '../parts/format.js';
import { dueLabels, type DueMark } from './compute-figures.js';

const HOUR = 3_600_000;
const HOURS = [0, 6, 12, 18, 24] as const;
const percent = (share: number) => `${(3 + share * 94).toFixed(2)}%`;
const anchorAt = (hour: number) => (hour === 0 ? 'start' : hour === 24 ? 'end' : 'middle');

export function DueStrip({ marks, now, label }: { marks: readonly DueMark[]; now: number; label: string }) {
  const t = useWords();
  return (
    <svg className="due-strip" role="img" aria-label={label}>
      <line className="axis" x1={percent(0)} x2={percent(1)} y1="54" y2="54" />
      {HOURS.map((hour) => (
        <g key={hour}>
          <line className="axis" x1={percent(hour / 24)} x2={percent(hour / 24)} y1="51" y2="57" />
          <text x={percent(hour / 24)} y="72" textAnchor={anchorAt(hour)}>
            {hour === 0 ? t('ops:figure.now') : formatHour(now + hour * HOUR)}
          </text>
        </g>
      ))}
      {marks.map((mark) => (
        <Mark key={`${mark.notice}${mark.kind}${mark.dueAt}`} mark={mark} />
      ))}
      {dueLabels(marks).map(({ key, place, text }) => (
        <text key={key} x={percent(place)} y="24" textAnchor={place < 0.05 ? 'start' : place > 0.9 ? 'end' : 'middle'}>
          {text}
        </text>
      ))}
    </svg>
  );
}

function Mark({ mark: { place, atRisk } }: { mark: DueMark }) {
  if (!atRisk) return <circle className="mark" cx={percent(place)} cy="38" r="4" />;
  return (
    <svg x={percent(place)} y="31" className="risk danger-ink">
      <use href="#s-urgent" x="-7" width="14" height="14" />
    </svg>
  );
}
