// The built-in chat, as two phones see it: from the board into the group, live, with scripts and without, pictures and
// voice, the private talk and its four pictures, and away from it all.
//   node chat.mjs BUILD_FOLDER
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { House, check, finish, pictures } from './house.mjs';

const build = resolve(process.argv[2] ?? 'build/release');
const picture = pictures(build);
const marker = 'HomeOfWangAtTheWell';  // must never be found again

// A JPEG as a phone makes it: where and with what it was taken stands in it.
function withPlace(jpeg) {
  const text = Buffer.from(`${marker}\0`);
  const tiff = Buffer.alloc(8 + 2 + 24 + 4 + 2 + 24 + 4);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  const entry = (at, tag, type, count, value) => {
    tiff.writeUInt16BE(tag, at); tiff.writeUInt16BE(type, at + 2); tiff.writeUInt32BE(count, at + 4); tiff.writeUInt32BE(value, at + 8);
  };
  tiff.writeUInt16BE(2, 8);
  entry(10, 0x010f, 2, text.length, tiff.length);  // Make
  entry(22, 0x8825, 4, 1, 38);  // GPS
  tiff.writeUInt16BE(2, 38);
  entry(40, 1, 2, 2, 'N'.charCodeAt(0) << 24);
  entry(52, 3, 2, 2, 'E'.charCodeAt(0) << 24);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, text]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

const house = await House.open(`${build}/noticeboard`, { adapters: { web: { type: 'web' } } });
const phone = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, locale: 'zh-CN' };
let browser;

// What a script may measure on every page: type, overflow, targets, names.
async function sound(name, page) {
  const seen = await page.evaluate(() => ({
    type: parseFloat(getComputedStyle(document.body).fontSize),
    wide: document.documentElement.scrollWidth,
    small: [...document.querySelectorAll('button, a, summary, textarea, input:not([type=hidden])')].filter((e) => {
      const box = e.getBoundingClientRect();
      return box.width > 2 && box.right > 0 && box.height < 48 && e.offsetParent !== null;
    }).map((e) => `${e.outerHTML.slice(0, 80)} ${e.getBoundingClientRect().height}`),
    nameless: [...document.querySelectorAll('button, a, input:not([type=hidden]), textarea, img, audio')]
      .filter((e) => !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label') || e.alt)).length,
    titled: document.title === '公告板' && document.querySelectorAll('h1').length === 1 && document.documentElement.lang === 'zh-CN',
  }));
  check(`${name}: 18 px type`, seen.type >= 18, seen.type);
  check(`${name}: nothing wider than the phone`, seen.wide <= 360, seen.wide);
  check(`${name}: targets of 48 px`, seen.small.length === 0, JSON.stringify(seen.small));
  check(`${name}: everything has a name, the page the title that all have`, seen.nameless === 0 && seen.titled, JSON.stringify(seen));
  await page.screenshot({ path: picture(`chat-${name}.png`) });
}

const said = (page, text) => page.locator('#log .said', { hasText: text }).first();

async function enters(context, name, number) {
  const page = await context.newPage();
  const response = await page.goto(`${house.url}/g/${number}`);
  check(`${name}: the landing page is there`, response.status() === 200, response.status());
  await page.getByRole('button', { name: '进群', exact: true }).click();
  await page.getByRole('link', { name: '进群', exact: true }).click();
  await page.getByLabel('您的称呼').fill(name);
  if (name === '王秀英') await sound('door', page);
  await page.getByRole('button', { name: '进群', exact: true }).click();
  await page.waitForSelector('#log');
  return page;
}

try {
  for (const [code, name] of [['33', '浙江省'], ['33.05', '湖州市'], ['33.05.22', '清溪县'], ['33.05.22.103', '柳湾镇'], ['33.05.22.103.207', '北塘村']]) {
    house.run('unit', 'add', '--code', code, '--name', name);
  }
  const group = house.json('group', 'add', '--unit', '330522103207', '--name', '北塘村姐妹群', '--leader', '李桂芳', '--introduction', '有事扫码，我们都在。', '--rules', '请互相帮助。', '--language', 'zh');
  await house.serve();
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  });

  // --- two phones, one of them without scripts
  const wangs = await browser.newContext({ ...phone, permissions: ['microphone'] });
  const lis = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const wang = await enters(wangs, '王秀英', group.number);
  await said(wang, '欢迎').waitFor();
  const room = wang.url().split('#')[0];
  check('the group has an address that says nothing', /\/chat\/[0-9a-z]{12}$/.test(room), room);
  const li = await enters(lis, '李桂芳', group.number);
  check('both are in the same room', li.url().split('#')[0] === room, li.url());
  await said(wang, '李桂芳').waitFor();  // live: nobody pressed anything

  await li.getByLabel('在这里写').fill('明天上午九点在村部教做布鞋。');
  await li.getByRole('button', { name: '发送', exact: true }).click();
  await said(wang, '布鞋').waitFor();
  check('without scripts her own words are on the page', await said(li, '布鞋').isVisible());
  await wang.getByLabel('在这里写').fill('好的，我来。\n带不带孩子？');
  await wang.getByRole('button', { name: '发送', exact: true }).click();
  await said(wang, '带不带孩子').waitFor();
  check('what she wrote is gone from the field', (await wang.getByLabel('在这里写').inputValue()) === '');
  await li.getByRole('button', { name: '看看有没有新的' }).click();
  check('without scripts a press shows what is new', await said(li, '带不带孩子').isVisible());

  // --- a picture, and what it must not tell
  const drawn = await wang.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 2400;
    canvas.height = 1200;
    const c = canvas.getContext('2d');
    c.fillStyle = '#a8c98f'; c.fillRect(0, 0, 2400, 1200);
    c.fillStyle = '#8c1d40'; c.fillRect(700, 400, 1000, 500);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
  });
  const photo = withPlace(Buffer.from(drawn, 'base64'));
  check('the photo tells where it was taken', photo.includes(marker) && photo.includes('Exif'));
  await wang.setInputFiles('#p', { name: `${marker}.jpg`, mimeType: 'image/jpeg', buffer: photo });
  await wang.waitForSelector('#preview img[src^="data:"]');
  await sound('room-preview', wang);
  await wang.getByRole('button', { name: '发送', exact: true }).click();
  const shown = wang.locator('#log .row img').last();
  await shown.waitFor();
  const source = await shown.getAttribute('src');
  const kept = await wangs.request.get(`${house.url}${source}`);
  const bytes = await kept.body();
  check('the picture is served to members, and kept nowhere', kept.status() === 200 && kept.headers()['cache-control'] === 'no-store', JSON.stringify(kept.headers()));
  check('nothing of what came with it is in it', !bytes.includes(marker) && !bytes.includes('Exif') && bytes[0] === 0xff);
  const size = await shown.evaluate((img) => img.decode().then(() => [img.naturalWidth, img.naturalHeight]));
  check('it is bounded', size[0] === 1600 && size[1] === 800, size);
  const stranger = await browser.newContext(phone);
  check('a stranger does not see it', (await stranger.request.get(`${house.url}${source}`)).status() === 404);
  check('nor the room', !(await (await stranger.request.get(room)).text()).includes('布鞋'));
  check('nor its live updates', (await stranger.request.get(`${room}/live`)).status() === 204);

  // --- a voice message, recorded on the page
  await wang.getByRole('button', { name: '说话' }).click();
  await wang.getByRole('button', { name: '停', exact: true }).waitFor();
  await wang.waitForFunction(() => { window.from ??= performance.now(); return performance.now() - window.from > 800; });
  await wang.getByRole('button', { name: '停', exact: true }).click();
  await wang.waitForSelector('#preview audio');
  await wang.getByRole('button', { name: '发送', exact: true }).click();
  const voice = wang.locator('#log audio').last();
  await voice.waitFor();
  const heard = await voice.evaluate((audio) => new Promise((done) => {
    audio.addEventListener('loadedmetadata', () => done('plays'), { once: true });
    audio.addEventListener('error', () => done(`error ${audio.error?.message}`), { once: true });
    audio.load();
    audio.preload = 'metadata';
  }));
  check('the voice plays', heard === 'plays', heard);
  const recorded = await (await wangs.request.get(`${house.url}${await voice.getAttribute('src')}`)).body();
  check('and tells not what recorded it', !recorded.includes('Chrome') && recorded.length > 500, recorded.length);

  // --- live goes on where it was after the line was cut
  await wangs.setOffline(true);
  await li.getByLabel('在这里写').fill('断线的时候说的。');
  await li.getByRole('button', { name: '发送', exact: true }).click();
  await wangs.setOffline(false);
  await said(wang, '断线的时候').waitFor({ timeout: 20000 });
  check('nothing is there twice', (await wang.locator('#log .row').count()) === new Set(await wang.locator('#log .row').evaluateAll((all) => all.map((e) => e.id))).size);
  await wang.evaluate(() => document.querySelectorAll('time').forEach((t) => { t.textContent = '09:30'; }));
  await sound('room', wang);
  await sound('room-plain', li);

  // --- sent twice is once
  const form = await lis.request.get(room).then((r) => r.text());
  const nonce = /name="nonce" value="([0-9a-f]{24})"/.exec(form)[1];
  const twice = () => lis.request.post(`${room}/say`, { multipart: { nonce, text: '只说一次' }, headers: { Origin: house.url }, maxRedirects: 0 });
  check('both presses are taken', (await Promise.all([twice(), twice()])).every((r) => r.status() === 303));
  await said(wang, '只说一次').waitFor();
  await wang.reload();
  check('and said once', (await wang.locator('#log .said', { hasText: '只说一次' }).count()) === 1);
  check('a form of another site is refused', (await lis.request.post(`${room}/say`, { form: { nonce: 'x', text: 'x' }, headers: { Origin: 'https://evil.example' }, maxRedirects: 0 })).status() === 403);

  // --- the private talk, by keyboard alone
  await wang.goto(`${house.url}/chat/talk`);
  await sound('pictures', wang);
  const asked = await (await stranger.request.get(`${house.url}/chat/talk`)).text();
  const bare = (html) => html.replace(/[0-9a-f]{24}/g, '');
  check('a room that is not there asks the same as one that is shut', bare(asked) === bare(await (await stranger.request.get(`${house.url}/chat/0123456789ab`)).text()));
  await wang.getByRole('button', { name: '重新开始说' }).focus();
  await wang.keyboard.press('Enter');
  await wang.waitForURL(/\/chat\/[0-9a-z]{12}/);
  await said(wang, '公告板').waitFor();
  await sound('talk', wang);
  await wang.getByLabel('在这里写').focus();
  await wang.keyboard.type('菜单');
  await wang.keyboard.press('Tab');
  await wang.keyboard.press('Enter');
  await wang.locator('#log .choices button').first().waitFor();
  const menu = await wang.locator('#log form.choices').count();
  check('only the newest choices can be pressed', menu === 1, menu);
  await wang.locator('#log .choices button', { hasText: '我在这里是谁' }).click();
  await said(wang, '您是').waitFor();
  const talk = wang.url().split('#')[0];

  await wang.goto(`${talk}/pictures`);
  const touch = async (names) => { for (const name of names) await wang.getByRole('button', { name, exact: true }).click(); };
  await touch(['太阳', '鱼', '鱼', '钥匙']);
  await wang.getByRole('button', { name: '就用这四张' }).waitFor();
  await sound('choice', wang);
  await wang.getByRole('button', { name: '就用这四张' }).click();
  await wang.waitForURL(talk);

  // --- away: nothing of it is left to go back to
  const before = await wang.evaluate(() => history.length);
  await wang.getByRole('button', { name: '离开' }).click();
  await wang.waitForURL(`${house.url}/`);
  check('Leave adds nothing to the history', (await wang.evaluate(() => history.length)) === before);
  let shut = '您是';
  for (const until = Date.now() + 5000; shut.includes('您是') && Date.now() < until;) shut = await wangs.request.get(talk).then((r) => r.text());  // the word that she left is on its way
  check('the talk is shut', !shut.includes('您是') && shut.includes('依次点您的四张图'));
  check('and looks like one that never was', bare(shut) === bare(asked));
  await wang.goto(talk);
  await touch(['太阳', '鱼', '鱼', '月亮']);
  await wang.waitForURL(`${house.url}/chat/`);
  await sound('notices', wang);
  await wang.goto(talk);
  await touch(['太阳', '鱼', '鱼', '钥匙']);
  await said(wang, '您是').waitFor();

  // --- away without scripts
  await li.getByRole('button', { name: '离开' }).click();
  check('without scripts Leave leads to the number pad too', li.url() === `${house.url}/`, li.url());

  // --- another phone
  await wang.goto(`${talk}/code`);
  await wang.getByRole('button', { name: '给我一个码' }).click();
  const code = await wang.locator('.number').innerText();
  await sound('code', wang);
  const other = await stranger.newPage();
  await other.goto(`${house.url}/chat/code`);
  await other.getByLabel('码', { exact: true }).fill(code.toLowerCase());
  await other.getByRole('button', { name: '下一步' }).click();
  await other.getByRole('link', { name: '北塘村姐妹群' }).click();
  await said(other, '只说一次').waitFor();
  check('a code works once', (await (await lis.request.get(`${house.url}/chat/`)).status()) === 200 &&
    (await wangs.request.get(`${talk}/code`).then((r) => r.text())).includes('给我一个码'));

  // --- how heavy it is
  for (const [name, url] of [['door', `${house.url}/chat/${group.number}`], ['room', room], ['notices', `${house.url}/chat/`], ['pictures', `${house.url}/chat/talk`]]) {
    const body = await (await lis.request.get(url)).body();
    check(`${name}: under 30 kB`, body.length < 30_000, body.length);
    console.log(`  ${name}: ${body.length} bytes`);
  }
  console.log(`  script: ${(await (await lis.request.get(`${house.url}/chat/chat.js`)).body()).length} bytes`);
  const slow = await stranger.newPage();
  const link = await stranger.newCDPSession(slow);
  await link.send('Network.enable');
  await link.send('Network.emulateNetworkConditions', { offline: false, latency: 300, downloadThroughput: 50_000, uploadThroughput: 20_000 });  // slow 3G: 400 kbit/s
  await link.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await slow.goto(room);
  const paint = await slow.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  console.log(`  first paint of the room, 400 kbit/s, 300 ms, a sixth of this processor: ${Math.round(paint)} ms`);
  check('the room is painted within two seconds', paint < 2000, paint);

  const found = execFileSync('grep', ['-rlaE', `${marker}|布鞋|只说一次`, house.folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  check('nothing that was said is readable in the store', false, found);
} catch (error) {
  if (error.status !== 1 || error.stdout === undefined) throw error;  // grep found nothing
  check('nothing that was said is readable in the store', error.stdout === '');
} finally {
  await browser?.close();
  await house.close();
}
finish();
