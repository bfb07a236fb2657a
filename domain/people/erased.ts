/** Whether a person was erased: the registry leaves an address that is nobody's. */
export function isErasedPerson({ id, email }: { id: string; email: string }): boolean {
  return email === `${id}@erased.invalid`;
}
