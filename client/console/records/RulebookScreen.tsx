export function RulebookScreen() {
  return null;
}
