/** Lanes: work on one key one after the other, work on different keys side by side. */

import { describe, expect, it } from 'vitest';
import { Lanes } from '../../src/app/lanes.ts';

/** Work that can be watched, and that ends when it is told to. */
function works() {
  const running = new Set<string>();
  const started: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      running.add(name);
      started.push(name);
      ends.set(name, (error) => {
        running.delete(name);
        if (error === undefined) resolve(name);
        else reject(error);
      });
    });
  /** Ends the work, and lets begin what waited for it. */
  const end = async (name: string, error?: Error) => {
    ends.get(name)?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { work, end, settle, running: () => [...running].sort(), started };
}

describe('lanes', () => {
  it('give back what the work gives', async () => {
    expect(await new Lanes().run(['a'], async () => 42)).toBe(42);
  });

  it('run work on one key in the order of the calls, one at a time', async () => {
    const lanes = new Lanes();
    const { work, end, settle, running, started } = works();
    for (const name of ['1', '2', '3']) void lanes.run(['a'], work(name));
    await settle();
    expect(running()).toEqual(['1']);
    await end('1');
    expect(running()).toEqual(['2']);
    await end('2');
    await end('3');
    expect(started).toEqual(['1', '2', '3']);
  });

  it('run work on different keys side by side', async () => {
    const lanes = new Lanes();
    const { work, settle, running } = works();
    for (const name of ['a', 'b', 'c']) void lanes.run([name], work(name));
    await settle();
    expect(running()).toEqual(['a', 'b', 'c']);
  });

  it('hold work on several keys until all of them are free, and others behind it', async () => {
    const lanes = new Lanes();
    const { work, end, settle, running } = works();
    void lanes.run(['a'], work('a'));
    void lanes.run(['b'], work('b'));
    void lanes.run(['a', 'b'], work('ab'));
    void lanes.run(['b'], work('b2'));
    await settle();
    expect(running()).toEqual(['a', 'b']);
    await end('a');
    expect(running()).toEqual(['b']);
    await end('b');
    expect(running()).toEqual(['ab']);
    await end('ab');
    expect(running()).toEqual(['b2']);
  });

  it('never have two wait for each other, in whatever order they name the same keys', async () => {
    const lanes = new Lanes();
    const { work, end, settle, running, started } = works();
    void lanes.run(['a', 'b'], work('ab'));
    void lanes.run(['b', 'a'], work('ba'));
    void lanes.run(['b', 'c'], work('bc'));
    void lanes.run(['c', 'a'], work('ca'));
    await settle();
    for (const name of ['ab', 'ba', 'bc', 'ca']) {
      expect(running()).toEqual([name]);
      await end(name);
    }
    expect(started).toEqual(['ab', 'ba', 'bc', 'ca']);
  });

  it('take a key that is named twice once', async () => {
    expect(await new Lanes().run(['a', 'a'], async () => 'done')).toBe('done');
  });

  it('run work without a key at once', async () => {
    const lanes = new Lanes();
    void lanes.run(['a'], () => new Promise(() => {}));
    expect(await lanes.run([], async () => 'done')).toBe('done');
  });

  it('go on after work that failed, and hand on how it failed', async () => {
    const lanes = new Lanes();
    const { work, end, settle, running } = works();
    const failing = lanes.run(['a'], work('1')).catch((error: Error) => error.message);
    void lanes.run(['a'], work('2'));
    await settle();
    await end('1', new Error('no luck'));
    expect(await failing).toBe('no luck');
    expect(running()).toEqual(['2']);
  });

  it('go on after work that fails before it begins', async () => {
    const lanes = new Lanes();
    const failing = lanes.run(['a'], () => {
      throw new Error('no luck');
    });
    await expect(failing).rejects.toThrow('no luck');
    expect(await lanes.run(['a'], async () => 'done')).toBe('done');
  });
});
