export async function readAnswer<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}
