/** Why a backup or a restore was not made, written for whoever asked for it. */
export class BackupError extends Error {
  override name = 'BackupError';
}
