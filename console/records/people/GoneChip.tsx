interface GoneChipProps {
  /** As it stands in the address: 'true', or anything else for no. */
  gone: string;
  label: string;
  onChange: (gone: string) => void;
}

/** Whether a list shows what is over as well. */
export function GoneChip({ gone, label, onChange }: GoneChipProps) {
  const isOn = gone === 'true';
  return (
    <button type="button" className="chip" aria-pressed={isOn} onClick={() => onChange(isOn ? '' : 'true')}>
      {label}
    </button>
  );
}
