// 5,000 visitors press Join at once on ten chats of 200 while 5,000 bare GETs and crawlers pass: no chat over its cap,
// everyone has a seat or a place on the list, looking reserves nothing.
//   node rush.mjs BUILD_FOLDER
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { House, check, finish, freePort } from './house.mjs';

const build = resolve(process.argv[2] ?? 'build/release');
const visitors = 5000;
const house = await House.open(`${build}/noticeboard`, {
  limits: { connections_per_peer: 10_000 },
  adapters: { telegram: { type: 'telegram', token: `1:${'A'.repeat(35)}`, secret_token: 'rush-secret-01', bot_name: 'rush_bot', api: `http://127.0.0.1:${await freePort()}` } },
});
const sql = (query) => execFileSync('sqlite3', [house.file('noticeboard.db'), '-cmd', '.timeout 5000', query], { encoding: 'utf8' }).trim();

// Runs the jobs, so many at once.
async function rush(jobs, atOnce) {
  const statuses = new Map();
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (next < jobs.length) {
      const status = await jobs[next++]();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  }));
  return statuses;
}

try {
  house.run('unit', 'add', '--code', '33', '--name', 'Rush Province');
  const { number } = house.json('group', 'add', '--unit', '33', '--name', 'Rush Group', '--leader', 'Li', '--introduction', 'Hello');
  for (let chat = 0; chat < 10; chat += 1) house.run('group', 'link', '--group', number, '--adapter', 'telegram', '--chat', `-100${chat}`);
  await house.serve();

  const page = `${house.url}/g/${number}`;
  const look = (agent) => () => fetch(page, { headers: { 'User-Agent': agent } }).then((r) => r.arrayBuffer().then(() => r.status));
  const press = (visitor) => async () => {
    for (;;) {
      const answer = await fetch(`${page}/join`, {
        method: 'POST', redirect: 'manual', body: `nonce=rush${visitor}`,
        headers: { Origin: house.url, 'Content-Type': 'application/x-www-form-urlencoded', Cookie: `v=${visitor.toString(16).padStart(32, '0')}` },
      });
      await answer.arrayBuffer();
      if (answer.status !== 503) return answer.status;
    }
  };
  const lookers = Array.from({ length: visitors }, (_, i) => look(i % 2 ? 'Mozilla/5.0 Googlebot/2.1' : 'Mozilla/5.0 MicroMessenger/8.0'));
  const jobs = lookers.flatMap((one, i) => [one, press(i + 1)]);
  const statuses = await rush(jobs, 100);
  check('every page was shown and every press taken', statuses.get(200) === visitors && statuses.get(303) === visitors, JSON.stringify([...statuses]));

  check('no chat is over its soft cap', sql('SELECT count(*) FROM chat WHERE grp <> 0 AND members + reserved > soft_cap') === '0');
  const seats = Number(sql('SELECT count(*) FROM seat'));
  const waiting = Number(sql('SELECT count(*) FROM waiting'));
  check('all seats are given', seats === 10 * 180, seats);
  check('everyone has a seat or a place on the list', seats + waiting === visitors, `${seats} + ${waiting}`);
  check('the seats are those of the chats', Number(sql('SELECT sum(reserved) FROM chat WHERE grp <> 0')) === seats);
  const before = sql('SELECT count(*), max(expires) FROM seat');
  await rush(lookers.slice(0, 500), 50);
  check('looking reserves nothing', sql('SELECT count(*), max(expires) FROM seat') === before);
  check('nothing died of it', sql('SELECT count(*) FROM dead_letter') === '0');
} finally {
  await house.close();
}
finish();
