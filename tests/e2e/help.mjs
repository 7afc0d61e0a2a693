// Asking for help in two browsers: a question that the leader answers, and a confidential one that she cannot detect and
// the desk answers. From the board, without joining.
//   node help.mjs BUILD_FOLDER
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { House, check, finish, pictures } from './house.mjs';

const build = resolve(process.argv[2] ?? 'build/release');
const picture = pictures(build);
const house = await House.open(`${build}/noticeboard`, { adapters: { web: { type: 'web' } }, languages: ['en', 'zh'] });
const phone = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, locale: 'en-GB' };
const sizes = {};  // kB, by page
let browser;

const said = (page, text) => page.locator('#log .said', { hasText: text }).last();
const log = async (page) => (await page.locator('#log').innerText());

async function writes(page, text) {
  await page.getByLabel('Write here').fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}
// Writes her code word until the answer is there: a helper's words are held for five seconds.
async function looksForNews(page, codeWord, answer) {
  for (const until = Date.now() + 15_000; Date.now() < until && !(await log(page)).includes(answer);) {
    const answers = await page.locator('#log .said', { hasText: /no new answer|write back here/ }).count();
    await writes(page, codeWord);
    await page.waitForFunction((before) => [...document.querySelectorAll('#log .said')]
      .filter((one) => /no new answer|write back here/.test(one.innerText)).length > before, answers, { timeout: 5000 });
    await page.waitForFunction((from) => performance.now() - from > 1500, await page.evaluate(() => performance.now()));
  }
}
// The bytes of a page and of what it loads, as they came.
async function size(page) {
  return page.evaluate(() => Math.round([...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, one) => sum + one.encodedBodySize, 0) / 100) / 10);
}
async function presses(page, name) {
  await page.locator('#log').getByRole('button', { name }).last().click();
}

try {
  for (const [code, name] of [['33', 'Zhejiang'], ['33.05', 'Huzhou'], ['33.05.22', 'Qingxi'], ['33.05.22.103', 'Willow Bay'], ['33.05.22.103.207', 'Beitang']]) {
    house.run('unit', 'add', '--code', code, '--name', name);
  }
  const group = house.json('group', 'add', '--unit', '330522103207', '--name', "Beitang Women's Group", '--leader', 'Li', '--introduction', 'Scan the code, we are here.', '--language', 'en');
  await house.serve();
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'] });
  // Somebody with a private talk; with a role, if a letter gave her one.
  const talk = async (path, role) => {
    const page = await (await browser.newContext(phone)).newPage();
    await page.goto(`${house.url}${path}`);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.waitForSelector('#log');
    if (role) {
      await writes(page, `/claim ${house.json('role', 'claim', ...role).code}`);
      await said(page, 'Your township confirms it').waitFor();
      house.run('role', 'confirm', house.run('role', 'waiting').trim().split(/\s+/)[0]);
    }
    return page;
  };
  const asks = async (topic, codeWord, words) => {
    const page = await (await browser.newContext(phone)).newPage();
    await page.goto(`${house.url}/g/${group.number}`);
    sizes.landing ??= await size(page);
    await page.getByRole('button', { name: 'Ask', exact: true }).or(page.getByRole('link', { name: 'Ask', exact: true })).first().click();
    sizes.door ??= await size(page);
    await page.getByRole('button', { name: 'Begin' }).click();
    await said(page, 'What is it about?').waitFor();
    sizes.topics ??= await size(page);
    check('the emergency numbers stand before everything else', /110.*12110/.test(await log(page)));
    await page.screenshot({ path: picture(`help-door-${codeWord}.png`) });
    await presses(page, topic);
    for (const known of ['Before you begin', 'May I keep such words']) {
      const screen = said(page, known);
      await screen.or(said(page, 'Choose a word')).last().waitFor();
      if (await screen.isVisible()) await presses(page, 'Yes');
    }
    await said(page, 'Choose a word').waitFor();
    await writes(page, codeWord);
    await said(page, 'must not learn of this').waitFor();
    await presses(page, 'Nobody, go on');
    await said(page, 'Now tell me').waitFor();
    await writes(page, words);
    await said(page, 'I have it').waitFor();
    await presses(page, 'Done, send it');
    await said(page, 'May I write to you').waitFor();
    await presses(page, 'No, I look by myself');
    await said(page, 'It is on its way').waitFor();
    return page;
  };

  const li = await talk('/chat/talk', ['--role', 'leader', '--group', group.number]);
  const zhao = await talk('/chat/talk', ['--role', 'desk', '--unit', '330522']);

  // --- an open question: the leader is told, claims, answers; it is read with the code word
  const wang = await asks(/everybody may hear/, 'sunflower', 'When is the sewing class?');
  await said(li, 'Number 1 waits').waitFor();
  check('her words are not in the notification', !(await log(li)).includes('sewing'));
  await presses(li, 'Open number 1');
  await said(li, 'When is the sewing class?').waitFor();
  await li.screenshot({ path: picture('help-leader.png') });
  await writes(li, 'Every Tuesday at nine.');
  await said(li, 'in 5 seconds').waitFor();
  check('nothing comes before she asks for it', !(await log(wang)).includes('Tuesday'));
  await writes(wang, 'moonflower');
  await said(wang, 'I did not understand').waitFor();
  await looksForNews(wang, 'sunflower', 'Every Tuesday at nine.');
  check('the answer is read with the word', (await log(wang)).includes('Every Tuesday at nine.'));
  await wang.screenshot({ path: picture('help-answer.png') });

  // --- a confidential request: nothing that the leader can see changes
  const before = await log(li);
  const mei = await asks(/hurts or threatens/, 'blue kettle', 'He hits me when he drinks.');
  await said(zhao, 'Number 1 waits').waitFor();
  check('nothing came to the leader', (await log(li)) === before);
  await writes(li, '/requests');
  await said(li, 'Nothing waits').or(said(li, 'What waits')).last().waitFor();
  check('nothing is in her list', !/confidential|hurts|Number 2|\b2 ·/.test((await log(li)).slice(before.length)));
  for (const path of ['/', `/g/${group.number}`, '/chat/', '/metrics']) {
    const seen = await (await li.context().request.get(`${house.url}${path}`)).text();
    check(`nothing is on ${path}`, !/He hits me|kettle|confidential/.test(seen));
  }
  await presses(zhao, 'Open number 1');
  await said(zhao, 'He hits me when he drinks.').waitFor();
  await writes(zhao, 'You did nothing wrong. Come to us on Friday.');
  await said(zhao, 'in 5 seconds').waitFor();
  await looksForNews(mei, 'blue kettle', 'on Friday');
  check('the desk answers', (await log(mei)).includes('Come to us on Friday.'));
  await mei.screenshot({ path: picture('help-confidential.png') });
  await mei.reload();
  sizes['a talk read again'] = await size(mei);
  for (const [page, kilobytes] of Object.entries(sizes)) {
    console.log(`${page}: ${kilobytes} kB with all it loads`);
    check(`${page} is small`, kilobytes > 1 && kilobytes < 30);
  }
  check('the audit that officials read names nothing of it', !/help|request|kettle/.test(house.run('audit', 'show')));
} catch (error) {
  for (const context of browser?.contexts() ?? []) for (const one of context.pages()) console.error(await one.locator('body').innerText().catch(() => ''));
  throw error;
} finally {
  await browser?.close();
  await house.close();
}
finish();
