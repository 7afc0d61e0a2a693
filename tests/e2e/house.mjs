// The program under test: a folder of its own, commands, a server on loopback that is ended by its id.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Below the range from which the system takes the ports of connections: nobody else gets it meanwhile.
export async function freePort() {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    const server = createServer();
    const free = await new Promise((done) => server.once('error', () => done(false)).listen(port, '127.0.0.1', () => done(true)));
    if (!free) continue;
    await new Promise((done) => server.close(done));
    return port;
  }
}

export class House {
  static async open(program, changes = {}) {
    const house = new House();
    house.program = program;
    house.folder = mkdtempSync(join(tmpdir(), 'noticeboard-e2e-'));
    house.port = await freePort();
    house.url = `http://localhost:${house.port}`;
    house.config = join(house.folder, 'noticeboard.json');
    writeFileSync(house.config, JSON.stringify({
      listen: `127.0.0.1:${house.port}`, public_url: house.url, store: 'sqlite:noticeboard.db',
      operator: { name: '清溪县妇女联合会', contact: '0572-0000000' }, languages: ['zh', 'en'], log: { level: 'warning' }, ...changes,
    }));
    return house;
  }

  // Runs a subcommand; gives what it printed.
  run(...args) {
    return execFileSync(this.program, [...args, '--config', this.config], { encoding: 'utf8' });
  }

  json(...args) {
    return JSON.parse(this.run(...args, '--json'));
  }

  file(name) {
    return join(this.folder, name);
  }

  async serve() {
    this.server = spawn(this.program, ['serve', '--config', this.config], { stdio: ['ignore', 'ignore', 'inherit'] });
    this.ended = new Promise((done) => this.server.once('exit', done));
    for (const until = Date.now() + 20_000; ;) {
      const ready = await fetch(`http://127.0.0.1:${this.port}/readyz`).then((r) => r.ok, () => false);
      if (ready) return;
      if (Date.now() > until || this.server.exitCode !== null) throw new Error('the server did not start');
      await new Promise((done) => setImmediate(done));
    }
  }

  async close() {
    if (this.server) {
      this.server.kill('SIGTERM');
      await this.ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function pictures(build) {
  const folder = join(build, 'e2e');
  mkdirSync(folder, { recursive: true });
  return (name) => join(folder, name);
}

let failed = 0;
let passed = 0;
export function check(what, good, heard = '') {
  if (good) {
    passed += 1;
    return;
  }
  failed += 1;
  console.error(`FAILED: ${what}${heard === '' ? '' : `; got: ${heard}`}`);
}
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}
