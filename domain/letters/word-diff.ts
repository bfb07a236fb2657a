export interface TextPart {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** The table of two texts of 2,000 words each; a longer difference is shown as a whole. */
const MAX_CELLS = 4_000_000;

/** Compares two texts word by word. What is the same or gone makes the first text, what is the same or new the second. */
export function compareTexts(before: string, after: string): TextPart[] {
  const [old, now] = [splitWords(before), splitWords(after)];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const middle = compare(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  return join([
    { kind: 'same', text: old.slice(0, head).join('') },
    ...middle,
    { kind: 'same', text: old.slice(old.length - tail).join('') },
  ]);
}

/** Words and the spaces between them. */
function splitWords(text: string): string[] {
  return text.match(/\s+|[^\s]+/gu) ?? [];
}

function compare(old: readonly string[], now: readonly string[]): TextPart[] {
  if (old.length * now.length > MAX_CELLS)
    return [
      { kind: 'gone', text: old.join('') },
      { kind: 'new', text: now.join('') },
    ];
  const lengths = commonLengths(old, now);
  const width = now.length + 1;
  const parts: TextPart[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < now.length) {
    const [gone, added] = [old[row], now[column]];
    if (gone !== undefined && gone === added) {
      parts.push({ kind: 'same', text: gone });
      row += 1;
      column += 1;
      continue;
    }
    const down = lengths[(row + 1) * width + column] ?? 0;
    const right = lengths[row * width + column + 1] ?? 0;
    if (gone !== undefined && (added === undefined || down >= right)) {
      parts.push({ kind: 'gone', text: gone });
      row += 1;
    } else {
      parts.push({ kind: 'new', text: added ?? '' });
      column += 1;
    }
  }
  return parts;
}

/** Length of the longest common sequence of what follows each pair of places. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array {
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let row = old.length - 1; row >= 0; row -= 1)
    for (let column = now.length - 1; column >= 0; column -= 1) {
      const at = row * width + column;
      lengths[at] =
        old[row] === now[column]
          ? (lengths[at + width + 1] ?? 0) + 1
          : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
  return lengths;
}

function join(parts: readonly TextPart[]): TextPart[] {
  const joined: TextPart[] = [];
  for (const { kind, text } of parts) {
    if (text === '') continue;
    const last = joined.at(-1);
    if (last?.kind === kind) last.text += text;
    else joined.push({ kind, text });
  }
  return joined;
}
