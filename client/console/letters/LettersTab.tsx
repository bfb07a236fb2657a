export function LettersTab() {
  return null;
}
