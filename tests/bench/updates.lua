-- wrk: each request is one Telegram update, /join in a private talk, every update_id once, from 20,000 people.
local thread_number = 0
function setup(thread)
  thread:set("number", thread_number)
  thread_number = thread_number + 1
end
function init(args)
  base = tonumber(args[1]) + number * 100000000
  group = args[2]
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["X-Telegram-Bot-Api-Secret-Token"] = args[3]
  wait = tonumber(args[4] or "0")
  count = 0
end
function delay() return wait end
function request()
  count = count + 1
  local person = 1000000 + number * 10000 + count % 10000
  return wrk.format(nil, nil, nil, string.format(
    '{"update_id":%d,"message":{"message_id":%d,"from":{"id":%d,"is_bot":false,"first_name":"Wang","language_code":"en"},"chat":{"id":%d,"type":"private","first_name":"Wang"},"date":1790000000,"text":"/join %s","entities":[{"type":"bot_command","offset":0,"length":5}]}}',
    base + count, count, person, person, group))
end
local refused = 0
function response(status) if status ~= 200 then refused = refused + 1 end end
function done(summary, latency)
  io.write(string.format('{"requests":%d,"microseconds":%d,"errors":%d,"p50":%.1f,"p99":%.1f}\n', summary.requests, summary.duration,
    summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout + summary.errors.connect,
    latency:percentile(50), latency:percentile(99)))
end
