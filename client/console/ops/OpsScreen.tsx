export function OpsScreen() {
  return null;
}
