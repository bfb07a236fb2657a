// What node_modules has, and how npm completes it. Pure functions; scripts/prepare.mjs uses them.

/** Whether `have` (npm's record of node_modules) has the packages of the lock file that `wanted` (start or all) needs. */
export function hasPackages(lock, have, wanted) {
  return Object.entries(lock).every(([path, { version, integrity, optional, dev, devOptional }]) => {
    if (!path.startsWith('node_modules/') || (dev === true && wanted === 'start')) return true;
    const found = have[path];
    if (found === undefined) return optional === true || devOptional === true;
    return found.version === version && found.integrity === integrity;
  });
}

/**
 * Arguments of npm, and the set of packages that it leaves. Existing modules are completed: `npm ci` would throw them
 * away, and without development packages npm removes those that are there.
 */
export function planInstall(have, wanted) {
  const found = Object.values(have);
  const set = found.some(({ dev }) => dev === true) ? 'all' : wanted;
  const command = found.length === 0 ? ['ci'] : ['install', '--no-save'];
  const development = set === 'all' ? '--include=dev' : '--omit=dev';
  return { set, args: [...command, '--no-audit', '--no-fund', '--include=optional', development] };
}

const ARCHITECTURES = { x64: 'x86_64', arm64: 'aarch64' };
const SYSTEMS = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** Of the programs of Temporal's SDK, which come for five platforms (27 MB each), those that this machine cannot run. */
export function listForeignReleases(releases, { arch, platform }) {
  const own = releases.filter((name) => name.startsWith(ARCHITECTURES[arch]) && name.includes(SYSTEMS[platform]));
  return own.length === 0 ? [] : releases.filter((name) => !own.includes(name));
}
