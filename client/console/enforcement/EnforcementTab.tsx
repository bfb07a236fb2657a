export function EnforcementTab() {
  return null;
}
