/** Compresses what lies in the folder, and removes copies of files that are gone. Answers how many files have copies. */
export function precompress(folder: string): Promise<number>;
