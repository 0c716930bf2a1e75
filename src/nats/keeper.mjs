// Keeps a program no longer than its gateway, where the system has no setpriv and flock: it holds a lock on the data
// directory, runs the program, and ends it when standard input closes, which happens when the gateway is gone.
// Usage: node keeper.mjs LOCK PROGRAM ARGUMENT...   Ends with 75 when the lock is held by another.

import { spawn } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';

const [lock = '', program = '', ...rest] = process.argv.slice(2);

const database = new DatabaseSync(lock);
try {
  // The lock of an SQLite file is the system's own and goes with the process that holds it.
  database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (pid INTEGER)');
} catch {
  process.exit(75);
}

const child = spawn(program, rest, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) process.on(signal, () => child.kill('SIGTERM'));
process.stdin.on('end', () => child.kill('SIGKILL')).resume();
