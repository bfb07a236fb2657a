interface GoneChipProps {
  /** As in the address: 'true', or any other value for false. */
  gone: string;
  label: string;
  onChange: (gone: string) => void;
}

export function GoneChip({ gone, label, onChange }: GoneChipProps) {
  const isOn = gone === 'true';
  return (
    <button type="button" className="chip" aria-pressed={isOn} onClick={() => onChange(isOn ? '' : 'true')}>
      {label}
    </button>
  );
}
