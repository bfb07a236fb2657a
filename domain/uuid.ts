const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text has the form of the desk's ids; anything else must not reach the database. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
