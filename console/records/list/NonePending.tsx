import { Button } from '../../parts/Button.js';
import { NoneHere } from './EmptyList.js';

export function NoneWaits({ text, way, onShow }: { text: string; way: string; onShow: (() => void) | null }) {
  return <NoneHere text={text}>{onShow === null ? null : <Button onPress={onShow}>{way}</Button>}</NoneHere>;
}
