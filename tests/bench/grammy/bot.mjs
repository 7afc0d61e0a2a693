// The same /join bot in grammY: webhook, secret header, reply in the webhook's answer, seats in memory.
//   node bot.mjs PORT SECRET
import { createServer } from 'node:http';
import { Bot, webhookCallback } from 'grammy';

const [port, secret] = process.argv.slice(2);
const bot = new Bot('1:token', {
  botInfo: { id: 1, is_bot: true, first_name: 'Board', username: 'board_bot', can_join_groups: true, can_read_all_group_messages: false, supports_inline_queries: false },
  client: { canUseWebhookReply: (method) => method === 'sendMessage' },
});
const seats = new Map();
bot.command('join', async (context) => {
  const number = context.match.replaceAll(' ', '');
  if (number.length !== 8) return context.reply("A group's number has eight digits, for example 3052 1074.");
  seats.set(context.from.id, Date.now() + 30 * 60_000);
  return context.reply('Your place in Bench Group is kept for 30 minutes.', {
    reply_markup: { inline_keyboard: [[{ text: 'Enter the group', url: 'https://t.me/+bench' }]] },
  });
});
createServer(webhookCallback(bot, 'http', { secretToken: secret })).listen(Number(port), '127.0.0.1');
