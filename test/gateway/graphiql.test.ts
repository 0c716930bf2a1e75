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
    gateway = await startGateway();
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

  it('shows a tab for each example', async () => {
    const tabs = await page.locator('[role=tab]').allTextContents();
    expect(tabs).toHaveLength(EXAMPLES.length);
    for (const [at, name] of ['FindPersons', 'CreateAda', 'AddSkill', 'Person', 'Live', 'Projections'].entries()) {
      expect(tabs[at]).toContain(name);
    }
  });

  it('creates a person and finds it', async () => {
    await page.getByText('CreateAda').first().click();
    await page.locator('.graphiql-execute-button').click();
    await page.waitForFunction(() => document.querySelector('.result-window')?.textContent?.includes('Recorded'));
    await page.getByText('FindPersons').first().click();
    await page.locator('.graphiql-execute-button').click();
    await page.waitForFunction(() => document.querySelector('.result-window')?.textContent?.includes('Ada Lovelace'));
    expect(gateway.app.views.summary.size).toBe(1);
  });

  it('receives what happens while it is open', async () => {
    await page.getByText('Live', { exact: true }).first().click();
    await page.locator('.graphiql-execute-button').click();
    await expect.poll(() => gateway.app.live.sleeping).toBe(1);
    await gateway.post('mutation { createPerson(input: { name: { given: ["Charles"] } }) { __typename } }');
    await page.waitForFunction(() => document.querySelector('.result-window')?.textContent?.includes('Charles'));
  });

  it('asks nobody but the gateway, and has no errors', () => {
    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
  });
});
