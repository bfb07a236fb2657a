/** Compresses the files of a folder and removes copies without a file. Returns how many files have copies. */
export function precompress(folder: string): Promise<number>;
