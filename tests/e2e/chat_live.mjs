// How many browsers can watch a room live: 2,000 streams of one room, what they cost, and how fast a word reaches all.
//   node chat_live.mjs BUILD_FOLDER
import { readFileSync } from 'node:fs';
import { request, Agent } from 'node:http';
import { resolve } from 'node:path';
import { House, check, finish } from './house.mjs';

const build = resolve(process.argv[2] ?? 'build/release');
const streams = 2000;
const house = await House.open(`${build}/noticeboard`, {
  adapters: { web: { type: 'web' } }, limits: { connections_per_peer: streams + 100, web_posts_per_minute: 100 },
});
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${house.server.pid}/status`, 'utf8'))[1]) / 1024;

const post = (path, cookie, fields) => fetch(house.url + path, {
  method: 'POST', redirect: 'manual', body: new URLSearchParams({ nonce: `live-${Math.random()}-0123456789`, ...fields }),
  headers: { Origin: house.url, ...(cookie ? { Cookie: cookie } : {}) },
});

try {
  house.run('unit', 'add', '--code', '33', '--name', 'Live Province');
  const { number } = house.json('group', 'add', '--unit', '33', '--name', 'Live Group', '--leader', 'Li', '--introduction', 'Hello');
  await house.serve();
  const entered = await post(`/chat/${number}/enter`, '', { name: 'Wang' });
  const cookie = entered.headers.get('set-cookie').split(';')[0];
  const room = entered.headers.get('location');
  const empty = memory();

  let heard = 0, all, begun = 0, ready;
  const everybody = new Promise((done) => { all = done; });
  const open = new Promise((done) => { ready = done; });
  const agent = new Agent({ maxSockets: Infinity });
  const sockets = [];
  for (let i = 0; i < streams; i += 1) {
    const stream = request(`http://127.0.0.1:${house.port}${room}/live?after=1`, { agent, headers: { Cookie: cookie, Host: `localhost:${house.port}` } }, (answer) => {
      if (answer.statusCode !== 200) throw new Error(`a stream was refused: ${answer.statusCode}`);
      if (++begun === streams) ready();
      answer.setEncoding('utf8');
      answer.on('data', (text) => { if (text.includes('event: row') && ++heard === streams) all(); });
      answer.on('error', () => {});
    });
    stream.on('error', () => {});
    stream.end();
    sockets.push(stream);
    if (i % 100 === 99) await new Promise((done) => setImmediate(done));
  }
  await open;
  const full = memory();
  console.log(`  ${streams} streams: ${(full - empty).toFixed(1)} MB, ${Math.round(streams / (full - empty))} for each MB`);
  check('at least 30 streams for each MB', streams / (full - empty) >= 30, full - empty);

  check('nobody hears what she has already', heard === 0, heard);
  const said = performance.now();
  await post(`${room}/say`, cookie, { text: 'Good morning' });
  await everybody;
  console.log(`  a word reached all of them in ${Math.round(performance.now() - said)} ms`);
  sockets.forEach((one) => one.destroy());
} finally {
  await house.close();
}
finish();
