/** Whether a person was erased: the registry leaves an address that belongs to no one. */
export function isErasedPerson({ id, email }: { id: string; email: string }): boolean {
  return email === `${id}@erased.invalid`;
}
