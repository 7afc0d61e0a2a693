// From paper to group, as a villager's phone sees it: the drawn poster is photographed, read and opened.
//   node board.mjs BUILD_FOLDER
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { House, check, finish, pictures } from './house.mjs';

const build = resolve(process.argv[2] ?? 'build/release');
const picture = pictures(build);
const groupCode = 'https://weixin.qq.com/g/AwYAAPracticeGroupCode0001';

const phones = {
  wechat: 'Mozilla/5.0 (Linux; Android 8.1.0; vivo Y85A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/86.0.4240.99 XWEB/4317 MMWEBSDK/20220903 Mobile Safari/537.36 MicroMessenger/8.0.28 Language/zh_CN',
  wecom: 'Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/86.0 Mobile Safari/537.36 wxwork/4.0.8 MicroMessenger/7.0.1 Language/zh',
  telegram: 'Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/108.0 Mobile Safari/537.36 Telegram-Android/10.0.5',
  qq: 'Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/77.0 MQQBrowser/6.2 Mobile Safari/537.36 V1_AND_SQ_8.4.10 QQ/8.4.10',
  dingtalk: 'Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/91.0 Mobile Safari/537.36 AliApp(DingTalk/6.5.10)',
  feishu: 'Mozilla/5.0 (Linux; Android 11) AppleWebKit/537.36 Chrome/92.0 Mobile Safari/537.36 Lark/5.14.0',
  plain: 'Mozilla/5.0 (Linux; Android 6.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/62.0.3202.84 Mobile Safari/537.36',
};

const zbar = (file) => execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file], { encoding: 'utf8' }).trim();

const house = await House.open(`${build}/noticeboard`);
let browser;
try {
  for (const [code, name] of [['33', '浙江省'], ['33.05', '湖州市'], ['33.05.22', '清溪县'], ['33.05.22.103', '柳湾镇'], ['33.05.22.103.207', '北塘村']]) {
    house.run('unit', 'add', '--code', code, '--name', name);
  }
  const group = house.json('group', 'add', '--unit', '330522103207', '--name', '北塘村姐妹群', '--leader', '李桂芳', '--introduction',
    '我是村妇联主席李桂芳，住在村东头老槐树旁。有事扫码，我们都在。');
  check('the group has a number of eight digits', /^[1-9]\d{7}$/.test(group.number), group.number);
  house.run('qr', groupCode, '--out', house.file('group-code.png'));
  house.run('group', 'link', '--group', group.number, '--image', house.file('group-code.png'));
  house.run('poster', '--group', group.number, '--board', '村部门口', '--template', 'a4-classic', '--format', 'pdf', '--out', house.file('poster.pdf'));
  await house.serve();

  // --- the paper
  execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', house.file('poster.pdf'), picture('poster').replace(/\.png$/, '')]);
  const address = zbar(picture('poster.png'));
  check('the poster says this server and this group', address.startsWith(`${house.url}/g/${group.number}/`), address);

  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const bench = await browser.newPage();
  const copy = await bench.evaluate(async (data) => {
    const image = new Image();
    image.src = data;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d');
    context.filter = 'grayscale(1) contrast(0.7) brightness(1.1)';  // a tired copier …
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0, seed = 7; i < pixels.data.length; i += 4) {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      const noise = (seed % 61) - 30;
      for (let c = 0; c < 3; c += 1) pixels.data[i + c] += noise;
    }
    context.putImageData(pixels, 0, 0);
    const photo = document.createElement('canvas');  // … and a phone held not quite still
    photo.width = canvas.width;
    photo.height = canvas.height;
    const lens = photo.getContext('2d');
    lens.filter = 'blur(1.5px)';
    lens.drawImage(canvas, 0, 0);
    return photo.toDataURL('image/png');
  }, `data:image/png;base64,${readFileSync(picture('poster.png')).toString('base64')}`);
  writeFileSync(picture('poster-copied.png'), Buffer.from(copy.split(',')[1], 'base64'));
  check('a photocopy of it reads the same', zbar(picture('poster-copied.png')) === address);
  await bench.close();

  // --- the page behind it, on seven kinds of phone
  for (const [name, userAgent] of Object.entries(phones)) {
    const context = await browser.newContext({ userAgent, viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, locale: 'zh-CN', javaScriptEnabled: false });
    const page = await context.newPage();
    const response = await page.goto(address);
    const body = await response.body();
    check(`${name}: the page is there`, response.status() === 200, response.status());
    check(`${name}: under 30 kB`, body.length < 30_000, body.length);
    const text = await page.innerText('body');
    for (const wanted of ['北塘村姐妹群', '李桂芳', '村部门口', `${group.number.slice(0, 4)} ${group.number.slice(4)}`, '12338', '110', '清溪县妇女联合会', '柳湾镇']) {
      check(`${name}: the page says ${wanted}`, text.includes(wanted));
    }
    check(`${name}: t.me only where it opens`, name === 'telegram' || name === 'plain' || !body.includes('t.me/'));
    const join = await page.getByRole('button', { name: '进群', exact: true }).boundingBox();
    const askAt = page.locator('.pair > *').nth(1);
    const ask = await askAt.locator('button, a').or(askAt).first().boundingBox();
    check(`${name}: Join and Ask are of equal size`, Math.abs(join.width - ask.width) < 2 && Math.abs(join.height - ask.height) < 2, JSON.stringify([join, ask]));
    check(`${name}: targets of 48 px`, join.height >= 48, join.height);
    await page.screenshot({ path: picture(`landing-${name}.png`), fullPage: true });

    await page.getByRole('button', { name: '进群', exact: true }).click();
    check(`${name}: Join leads to the way in`, page.url().endsWith('/way'), page.url());
    await page.screenshot({ path: picture(`way-${name}.png`), fullPage: true });
    check(`${name}: the code on the page is the group's`, zbar(picture(`way-${name}.png`)) === groupCode);
    await context.close();
  }

  // --- what a script may measure: type size, overflow, names for a screen reader
  const context = await browser.newContext({ userAgent: phones.plain, viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, locale: 'en' });
  const page = await context.newPage();
  for (const [name, url] of [['landing', address], ['pad', house.url], ['pad-wrong', `${house.url}/?n=${group.number.slice(0, 7)}${(Number(group.number[7]) + 1) % 10}`],
    ['unknown', `${house.url}/g/10000009`], ['forged', `${house.url}/g/${group.number}/00000000`], ['nothing', `${house.url}/x`]]) {
    const response = await page.goto(url);
    check(`${name}: never a 500`, response.status() < 500, response.status());
    const seen = await page.evaluate(() => ({
      type: parseFloat(getComputedStyle(document.body).fontSize),
      wide: document.documentElement.scrollWidth,
      small: [...document.querySelectorAll('button, .button, input:not([type=hidden])')].filter((e) => e.getBoundingClientRect().height < 48).length,
      nameless: [...document.querySelectorAll('button, a, input:not([type=hidden])')].filter((e) => !(e.textContent.trim() || e.labels?.length)).length,
      titled: document.title.length > 0 && document.querySelectorAll('h1').length === 1 && document.documentElement.lang === 'en',
    }));
    check(`${name}: 18 px type`, seen.type >= 18, seen.type);
    check(`${name}: nothing wider than the phone`, seen.wide <= 360, seen.wide);
    check(`${name}: no small target`, seen.small === 0, seen.small);
    check(`${name}: everything has a name, the page a title and a language`, seen.nameless === 0 && seen.titled, JSON.stringify(seen));
    await page.screenshot({ path: picture(`page-${name}.png`), fullPage: true });
  }
  await page.goto(`${house.url}/?n=${group.number.slice(0, 7)}${(Number(group.number[7]) + 1) % 10}`);
  check('the number pad names the wrong digit', (await page.innerText('.wrong')).includes('digit 8'), await page.innerText('body'));
  await page.goto(house.url);
  await page.getByLabel('Group number').fill(`${group.number.slice(0, 4)} ${group.number.slice(4)}`);
  await Promise.all([page.waitForURL('**/g/*'), page.keyboard.press('Enter')]);
  check('the number leads to the group', page.url() === `${house.url}/g/${group.number}`, page.url());
  await page.getByRole('link', { name: '中文' }).click();
  check('and in the other language', (await page.innerText('body')).includes('问一问'));
  await context.close();
} finally {
  await browser?.close();
  await house.close();
}
finish();
