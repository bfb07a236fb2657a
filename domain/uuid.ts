const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is an id as the desk gives them out; anything else names nothing, and never reaches the database. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
