/* Chromium without a window. It talks to nobody: pages come from files. */
import { existsSync } from 'fs';
import * as path from 'path';
import { Browser, chromium } from 'playwright-core';
import { Obstacle } from './output';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const QUIET = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

const LAUNCH_MILLISECONDS = 30_000;

/** The browser that `CHROMIUM` names, or the first one on the path. */
export function requireChromium(): string {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const found = process.env.CHROMIUM ?? places.find((file) => existsSync(file));
  if (found === undefined || !existsSync(found)) {
    throw new Obstacle(`Chromium is needed for the tests of pages: install it, or name it in CHROMIUM (got: ${found ?? 'none on the path'})`);
  }
  return found;
}

/** Starts the browser, hands it over and ends it. */
export async function withBrowser<T>(use: (browser: Browser) => Promise<T>): Promise<T> {
  // Chromium refuses to put itself into a sandbox where it runs as root.
  const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET;
  const browser = await chromium.launch({ executablePath: requireChromium(), args, timeout: LAUNCH_MILLISECONDS });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}
