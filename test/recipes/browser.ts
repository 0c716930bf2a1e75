/** A real browser, and the recipe for its EventSource in a page of it. */

import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

export const CHROMIUM = process.env.CHROMIUM_BIN || '/usr/bin/chromium';

/** Where there must be a browser, its absence is a failure; elsewhere there are things that cannot be seen. */
export const hasBrowser = existsSync(CHROMIUM) || process.env.REQUIRE_BROWSER === '1';

export function aBrowser(): Promise<Browser> {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  return chromium.launch({ executablePath: CHROMIUM, args });
}

/** A page of the gateway that follows all events after the position by the recipe, and tells each. */
export async function aFollowingPage(
  browser: Browser,
  url: string,
  after: string,
  onEvent: (cid: string) => void,
): Promise<Page> {
  const page = await browser.newPage();
  await page.exposeFunction('told', onEvent);
  await page.goto(url.replace('/graphql', '/health'));
  const source = readFileSync(fileURLToPath(new URL('./event-source.ts', import.meta.url)), 'utf8');
  await page.evaluate(
    `${stripTypeScriptTypes(source).replace('export function', 'function')}
    window.stop = follow(${JSON.stringify(url)}, ${JSON.stringify(after)}, (cid) => window.told(cid));`,
  );
  return page;
}
