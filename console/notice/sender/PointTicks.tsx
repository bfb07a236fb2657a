import { listSenderPoints, type SenderPoint } from '../../../domain/notices/sender-points.js';
import type { SenderMethod } from '../../../domain/notices/sender.js';
import { useWords } from '../../words/use-words.js';

interface PointTicksProps {
  method: SenderMethod;
  ticked: readonly SenderPoint[];
  onChange: (ticked: SenderPoint[]) => void;
}

export function PointTicks({ method, ticked, onChange }: PointTicksProps) {
  const t = useWords();
  const offered = listSenderPoints(method);
  const change = (point: SenderPoint, on: boolean) =>
    onChange(offered.filter((one) => (one === point ? on : ticked.includes(one))));
  return (
    <fieldset>
      <legend>{t('authenticity:points')}</legend>
      {offered.map((point) => (
        <label className="tick" key={point}>
          <input
            type="checkbox"
            checked={ticked.includes(point)}
            onChange={(event) => change(point, event.target.checked)}
          />
          {t(`sender:point.${point}`)}
        </label>
      ))}
      <p className="why">{t('authenticity:pointsWhy')}</p>
    </fieldset>
  );
}
