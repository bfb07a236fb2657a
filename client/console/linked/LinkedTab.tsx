export function LinkedTab() {
  return null;
}
