// What travels between WeChat and us: signatures, the encrypted envelope, bodies in XML or JSON, messages and events.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "bot/model/event.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::wechat {

// SHA-1 over the sorted parts, in hexadecimal: of (token, timestamp, nonce), and of those and the encrypted text.
std::string signature(std::initializer_list<std::string_view> parts);

// The envelope (WXBizMsgCrypt): AES-256-CBC over random(16) | length | text | receiver, padded to blocks of 32.
struct Envelope {
    std::string key;       // 32 bytes
    std::string receiver;  // the AppID

    // `random` has 16 bytes. Gives base64.
    Result<std::string> closed(std::string_view text, std::string_view random) const;
    // `forbidden` when padding, length or receiver are wrong.
    Result<std::string> opened(std::string_view base64) const;
};

// The 32 bytes of an EncodingAESKey of 43 characters, whose last one may carry two bits that mean nothing.
Result<std::string> aes_key(std::string_view encoding_aes_key);

struct Body {  // the fields directly under the root, as text
    bool json = false;
    std::map<std::string, std::string, std::less<>> fields;

    const std::string& operator[](std::string_view name) const;  // "" when it is not there
};

// Reads what may come from anybody: at most 128 KiB, 8 deep, no DTD; else `invalid`.
Result<Body> read_body(std::string_view text);

// What a body says. The key is MsgId, else FromUserName|CreateTime; events that only say something was looked at or
// sent have their name in it too, as they may share a second with one that matters. `invalid` without sender, time or
// kind.
Result<Event> event_in(const Body& body);

struct Delivery {  // what a passive reply must know of the message it answers
    bool json = false;
    std::string person;   // FromUserName
    std::string account;  // ToUserName
    std::string nonce;    // of the request
};

// A text as the passive reply, and the envelope for it, in the format the message had.
std::string passive_text(const Delivery& to, std::string_view text, TimePoint now);
std::string passive_envelope(const Delivery& to, std::string_view encrypted, std::string_view signature,
                             std::string_view timestamp);

struct Answer {             // to a call
    bool readable = false;  // it was a JSON object
    std::int64_t errcode = 0;
    std::string access_token, media_id, url;
    std::int64_t expires_in = 0;
};
Answer answer_in(std::string_view body);

}  // namespace noticeboard::wechat
