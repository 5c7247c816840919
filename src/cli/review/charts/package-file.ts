import * as path from 'path';

/** The folder that bundles stand in, each in one of its own. */
const ASSETS = 'assets';

/** From the folder of this file to the root of the repository. */
const FROM_SOURCE = path.join('..', '..', '..', '..');

/** A file among the assets of the package, seen from this source or from a bundle in which it is. */
export function packageFile(folder: string, file: string, from: string = __dirname): string {
  const isBundled = path.basename(path.dirname(from)) === ASSETS;
  return path.join(isBundled ? path.dirname(from) : path.resolve(from, FROM_SOURCE, ASSETS), folder, file);
}
