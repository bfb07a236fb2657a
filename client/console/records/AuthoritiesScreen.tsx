export function AuthoritiesScreen() {
  return null;
}
