import { Button } from '../../parts/Button.js';
import { NoneHere } from './NoneHere.js';

/** A list of what waits, without rows: says so, and leads to what was decided where that is not shown too. */
export function NoneWaits({ text, way, onShow }: { text: string; way: string; onShow: (() => void) | null }) {
  return <NoneHere text={text}>{onShow === null ? null : <Button onPress={onShow}>{way}</Button>}</NoneHere>;
}
