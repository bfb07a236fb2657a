import { listSenderPoints, type SenderPoint } from '../../../domain/notices/sender-points.js';
import type { SenderMethod } from '../../../domain/notices/sender.js';
import { Tick } from '../../forms/choices.js';
import { useWords } from '../../words/use-words.js';

interface PointTicksProps {
  method: SenderMethod;
  value: readonly SenderPoint[];
  onChange: (value: SenderPoint[]) => void;
}

export function PointTicks({ method, value, onChange }: PointTicksProps) {
  const t = useWords();
  const offered = listSenderPoints(method);
  const change = (point: SenderPoint, on: boolean) =>
    onChange(offered.filter((one) => (one === point ? on : value.includes(one))));
  return (
    <fieldset>
      <legend>{t('authenticity:points')}</legend>
      {offered.map((point) => (
        <Tick
          key={point}
          label={t(`sender:point.${point}`)}
          value={value.includes(point)}
          onChange={(isOn) => change(point, isOn)}
        />
      ))}
      <p className="why">{t('authenticity:pointsWhy')}</p>
    </fieldset>
  );
}
