export async function answerOf<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}
