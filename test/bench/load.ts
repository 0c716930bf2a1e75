/** Asks one question over and over on 32 connections, and prints how many answers came in a second. */

import { Agent, request } from 'node:http';

const [url = '', body = '', accept = ''] = process.argv.slice(2);
const CONNECTIONS = 32;
const WARM_UP_MS = 1_000;
const MS = 4_000;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const headers = { 'content-type': 'application/json', accept, 'content-length': Buffer.byteLength(body) };
const begun = performance.now();
let answers = 0;

async function ask(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const asked = request(url, { method: 'POST', agent, headers }, (response) => {
    if (response.statusCode !== 200) reject(new Error(`The answer was ${response.statusCode}`));
    response.resume().on('end', resolve);
  });
  asked.on('error', reject).end(body);
  await promise;
}

async function connection(): Promise<void> {
  while (performance.now() - begun < WARM_UP_MS + MS) {
    await ask();
    if (performance.now() - begun > WARM_UP_MS) answers += 1;
  }
}

await Promise.all(Array.from({ length: CONNECTIONS }, connection));
console.log(answers / (MS / 1000));
process.exit(0);
