/** The JSON of an answer. Its shape is what the desk's own schemas say of that route. */
export async function answerOf<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}
