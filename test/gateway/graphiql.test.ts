/** GraphiQL as somebody meets it who opens the address in a browser. */

import { existsSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../schema/index.ts';
import { EXAMPLES } from '../../src/gateway/graphiql.ts';
import { startGateway, type TestGateway } from './gateway.ts';

const CHROMIUM = process.env.CHROMIUM_BIN || '/usr/bin/chromium';

// Where there must be a browser, its absence is a failure; elsewhere the page cannot be looked at.
const hasBrowser = existsSync(CHROMIUM) || process.env.REQUIRE_BROWSER === '1';

describe('the example operations', () => {
  it.each(EXAMPLES)('fit the schema: %s', (example) => {
    expect(validate(createSchema(), parse(example))).toEqual([]);
  });

  it('would be noticed if they did not', () => {
    expect(validate(buildSchema('type Query { nothing: Int }'), parse(EXAMPLES[0] ?? ''))).not.toEqual([]);
  });
});

describe.runIf(hasBrowser)('in a browser', () => {
  let gateway: TestGateway;
  let browser: Browser;
  let page: Page;
  const foreign: string[] = [];
  const faults: string[] = [];

  beforeAll(async () => {
    gateway = await startGateway({ graphiql: true });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    page = await browser.newPage();
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(gateway.address)) foreign.push(request.url());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${gateway.address}/graphql`);
    await page.waitForSelector('.graphiql-container');
  });

  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  /** What of the answer is to be seen, its spaces made plain. */
  const shown = async () => (await page.locator('.result-window').textContent())?.replace(/\s+/g, ' ');

  /** Opens the tab of an example, and runs it until the answer has the text: the page takes no orders while it loads. */
  const run = async (name: string, answer: string) => {
    const selected = () => page.locator('[role=tab][aria-selected=true]').textContent();
    const patience = { timeout: 20_000, interval: 500 };
    await expect
      .poll(async () => {
        await page.getByRole('button', { name }).press('Enter');
        return selected();
      }, patience)
      .toContain(name);
    await page.locator('.graphiql-query-editor').getByText(name).first().waitFor();
    await expect
      .poll(async () => {
        await page.getByRole('button', { name: 'Execute query' }).click();
        await page.waitForTimeout(1_000);
        return shown();
      }, patience)
      .toContain(answer);
  };

  it('shows a tab for each example', async () => {
    const tabs = await page.locator('[role=tab]').allTextContents();
    expect(tabs).toHaveLength(EXAMPLES.length);
    for (const [at, name] of ['FindPersons', 'CreateAda', 'AddSkill', 'Person', 'Live', 'Projections'].entries()) {
      expect(tabs[at]).toContain(name);
    }
  });

  it('creates a person, and shows that it is there', async () => {
    await run('CreateAda', '"__typename": "Recorded"');
    expect(gateway.app.views.search.find('ada')).not.toEqual([]);
    await run('Projections', '"name": "Network"');
  });

  it('receives what happens while it is open', async () => {
    await page.getByRole('button', { name: 'Live', exact: true }).press('Enter');
    await page.locator('.graphiql-query-editor').getByText('timelineEntries').first().waitFor();
    const execute = page.getByRole('button', { name: 'Execute query' });
    await expect
      .poll(
        async () => {
          // While it runs, the button stops it and has another name.
          if (await execute.isVisible()) await execute.click();
          await page.waitForTimeout(500);
          return gateway.app.live.subscribers.waiting;
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await gateway.post('mutation { createPerson(input: { name: { given: ["Charles"] } }) { __typename } }');
    await expect.poll(shown, { timeout: 10_000 }).toContain('Created person record for Charles');
  });

  it('asks nobody but the gateway, and has no errors', () => {
    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
  });
});
