import { Button } from '../parts/Button.js';

export function RemoveButton({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <Button size="small" variant="quiet" label={label} onPress={onPress}>
      ×
    </Button>
  );
}
