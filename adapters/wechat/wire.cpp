// Reads and writes WeChat's two formats. XML with pugixml, which knows no entities but the five of XML; JSON with
// simdjson.
#include "adapters/wechat/wire.hpp"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <pugixml.hpp>
#include <vector>

#include "bot/crypto/cipher.hpp"
#include "bot/crypto/encoding.hpp"
#include "bot/crypto/hash.hpp"
#include "bot/text/utf8.hpp"

namespace noticeboard::wechat {
namespace {

constexpr std::size_t longest_body = 128 * 1024;  // bytes; a message and its encrypted copy have a tenth of that
constexpr std::size_t longest_answer = 1024 * 1024;
constexpr int deepest_body = 8;
constexpr std::size_t pad_block = 32;
constexpr std::size_t head_size = 16 + 4;  // random bytes, then the length

std::string decimal(std::int64_t number) {
    return std::to_string(number);
}

// Valid until the thread's next document.
bool parse_json(std::string_view text, simdjson::dom::object& out) {
    thread_local simdjson::dom::parser parser(longest_answer);
    thread_local const bool ready = parser.allocate(16 * 1024, deepest_body) == simdjson::SUCCESS;
    return ready && parser.parse(text.data(), text.size()).get(out) == simdjson::SUCCESS;
}

std::string json_text(simdjson::dom::element value) {  // of a scalar; "" of anything else
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) return std::string(text);
    std::int64_t number = 0;
    if (value.get(number) == simdjson::SUCCESS) return decimal(number);
    if (value.is_double() || value.is_uint64()) return simdjson::minify(value);
    return {};
}

std::int64_t number_in(std::string_view text) {  // 0 when it is none
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size() ? out : 0;
}

Result<Body> read_json(std::string_view text) {
    simdjson::dom::object object;
    if (!parse_json(text, object)) return invalid("not a JSON object");
    Body out;
    out.json = true;
    for (const auto& [name, value] : object) out.fields.try_emplace(std::string(name), json_text(value));
    return out;
}

bool too_deep(const pugi::xml_node& root) {
    struct Depth : pugi::xml_tree_walker {
        bool for_each(pugi::xml_node&) override { return depth() < deepest_body; }
    } walker;
    pugi::xml_node start = root;
    return !start.traverse(walker);
}

Result<Body> read_xml(std::string_view text) {
    pugi::xml_document document;
    const unsigned options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_doctype;
    if (!document.load_buffer(text.data(), text.size(), options, pugi::encoding_utf8)) return invalid("not XML");
    for (const pugi::xml_node& node : document.children()) {
        if (node.type() == pugi::node_doctype) return invalid("XML with a document type");
    }
    if (too_deep(document)) return invalid("XML too deep");
    Body out;
    for (const pugi::xml_node& node : document.document_element().children()) {
        std::string value;
        for (const pugi::xml_node& piece : node.children()) {  // texts and CDATA sections in any mixture
            if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata) value += piece.value();
        }
        out.fields.try_emplace(node.name(), std::move(value));
    }
    return out;
}

// --- messages and events ----------------------------------------------------------------------------------------

std::optional<double> degrees(std::string_view text) {
    double out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return out;
}

Message message_in(const Body& body, std::string_view kind) {
    using Kind = Attachment::Kind;
    Message out;
    const auto attach = [&](Kind what, std::string mime) {
        Attachment file;
        file.kind = what;
        file.id = body["MediaId"];
        file.mime = std::move(mime);
        out.attachments.push_back(std::move(file));
    };
    if (kind == "text") out.text = body["Content"];
    if (kind == "image") attach(Kind::picture, "");
    if (kind == "video" || kind == "shortvideo") attach(Kind::video, "video/mp4");
    if (kind == "voice") {
        attach(Kind::voice, body["Format"].empty() ? "" : "audio/" + body["Format"]);
        out.text = body["Recognition"];  // accounts that had it switched on still get what was heard
    }
    if (kind == "location") {
        const auto latitude = degrees(body["Location_X"]), longitude = degrees(body["Location_Y"]);
        if (latitude && longitude) out.location = Location{*latitude, *longitude, body["Label"]};
    }
    if (kind == "link") out.text = body["Title"] + "\n" + body["Url"];
    return out;
}

void read_event(Event& to, const Body& body) {
    constexpr std::string_view scene_prefix = "qrscene_";
    const std::string& name = body["Event"];
    const std::string& key = body["EventKey"];
    if (name == "subscribe") {
        to.what = Opened{key.starts_with(scene_prefix) ? key.substr(scene_prefix.size()) : std::string()};
        to.opens = "scan";
    } else if (name == "SCAN") {
        to.what = Opened{key};
        to.opens = "scan";
    } else if (name == "unsubscribe") {
        to.what = Closed{};
    } else if (name == "CLICK") {  // a key of the account's menu is what she would have typed
        Message typed;
        typed.text = key;
        to.what = std::move(typed);
        to.opens = "scan";
    } else {
        to.what = Other{name};
        to.key += "|" + name;
    }
}

constexpr std::string_view message_kinds[] = {"text", "image", "voice", "video", "shortvideo", "location", "link"};

// --- writing ----------------------------------------------------------------------------------------------------

// A CDATA section. Left out: the control characters that XML cannot hold.
std::string cdata(std::string_view text) {
    std::string out = "<![CDATA[";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') continue;
        if (c == '>' && out.ends_with("]]")) out += "]]><![CDATA[";
        out += c;
    }
    return out + "]]>";
}

std::string written(const nlohmann::ordered_json& value) {
    return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

std::string signature(std::initializer_list<std::string_view> parts) {
    std::vector<std::string_view> sorted(parts);
    std::sort(sorted.begin(), sorted.end());
    std::string all;
    for (const std::string_view part : sorted) all += part;
    return crypto::hex(crypto::sha1(all));
}

Result<std::string> aes_key(std::string_view encoding_aes_key) {
    auto key = encoding_aes_key.size() == 43 ? crypto::base64_lenient(encoding_aes_key) : std::nullopt;
    if (!key || key->size() != crypto::key_size) return invalid("is not 43 letters and digits of base64");
    return std::move(*key);
}

Result<std::string> Envelope::closed(std::string_view text, std::string_view random) const {
    std::string plain(random);
    for (int shift = 24; shift >= 0; shift -= 8) plain += static_cast<char>(text.size() >> shift);
    plain += text;
    plain += receiver;
    const std::size_t pad = pad_block - plain.size() % pad_block;
    plain.append(pad, static_cast<char>(pad));
    auto cipher = crypto::aes_cbc_encrypted(key, std::string_view(key).substr(0, crypto::block_size), plain);
    if (!cipher) return cipher.error();
    return crypto::base64(*cipher);
}

Result<std::string> Envelope::opened(std::string_view base64) const {
    const auto cipher = crypto::base64_decoded(base64);
    if (!cipher || cipher->empty() || cipher->size() % crypto::block_size != 0) return forbidden("not whole blocks");
    auto plain = crypto::aes_cbc_decrypted(key, std::string_view(key).substr(0, crypto::block_size), *cipher);
    if (!plain) return forbidden("cannot be decrypted");
    const std::size_t pad = static_cast<unsigned char>(plain->back());
    if (pad < 1 || pad > pad_block || pad > plain->size()) return forbidden("wrong padding");
    const std::string_view padding = std::string_view(*plain).substr(plain->size() - pad);
    if (padding.find_first_not_of(plain->back()) != padding.npos) return forbidden("wrong padding");
    const std::string_view whole = std::string_view(*plain).substr(0, plain->size() - pad);
    if (whole.size() < head_size) return forbidden("too short");
    std::uint64_t length = 0;
    for (std::size_t i = 16; i < head_size; ++i) length = length << 8 | static_cast<unsigned char>(whole[i]);
    if (length > whole.size() - head_size) return forbidden("wrong length");
    if (whole.substr(head_size + length) != receiver) return forbidden("for another receiver");
    return std::string(whole.substr(head_size, length));
}

const std::string& Body::operator[](std::string_view name) const {
    static const std::string nothing;
    const auto it = fields.find(name);
    return it == fields.end() ? nothing : it->second;
}

Result<Body> read_body(std::string_view text) {
    if (text.size() > longest_body) return invalid("body too large");
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == text.npos) return invalid("empty body");
    auto body = text[start] == '{' ? read_json(text) : read_xml(text);
    if (!body) return body.error();
    for (auto& [name, value] : body->fields) {
        if (!text::acceptable(value)) value = text::repaired(value);
    }
    return body;
}

Result<Event> event_in(const Body& body) {
    const std::string& kind = body["MsgType"];
    const std::int64_t created = number_in(body["CreateTime"]);
    constexpr std::int64_t latest = 253'402'300'799;  // the year 9999
    if (body["FromUserName"].empty() || kind.empty() || created <= 0 || created > latest) {
        return invalid("a message without sender, time or kind");
    }
    Event out;
    out.message_id = body["MsgId"];
    out.key = out.message_id.empty() ? body["FromUserName"] + "|" + body["CreateTime"] : out.message_id;
    out.at = TimePoint(std::chrono::seconds(created));
    out.from.id = body["FromUserName"];
    out.place.id = out.from.id;
    if (kind == "event") {
        read_event(out, body);
    } else if (std::find(std::begin(message_kinds), std::end(message_kinds), kind) != std::end(message_kinds)) {
        out.what = message_in(body, kind);
        out.opens = "message";
    } else {
        out.what = Other{kind};
    }
    return out;
}

std::string passive_text(const Delivery& to, std::string_view text, TimePoint now) {
    const std::int64_t created = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    if (to.json) {
        return written({{"ToUserName", to.person},
                        {"FromUserName", to.account},
                        {"CreateTime", created},
                        {"MsgType", "text"},
                        {"Content", text}});
    }
    return "<xml><ToUserName>" + cdata(to.person) + "</ToUserName><FromUserName>" + cdata(to.account) +
           "</FromUserName><CreateTime>" + decimal(created) +
           "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>" + cdata(text) + "</Content></xml>";
}

std::string passive_envelope(const Delivery& to, std::string_view encrypted, std::string_view signature,
                             std::string_view timestamp) {
    if (to.json) {
        return written({{"Encrypt", encrypted},
                        {"MsgSignature", signature},
                        {"TimeStamp", number_in(timestamp)},
                        {"Nonce", to.nonce}});
    }
    return "<xml><Encrypt>" + cdata(encrypted) + "</Encrypt><MsgSignature>" + cdata(signature) +
           "</MsgSignature><TimeStamp>" + std::string(timestamp) + "</TimeStamp><Nonce>" + cdata(to.nonce) +
           "</Nonce></xml>";
}

Answer answer_in(std::string_view body) {
    Answer out;
    simdjson::dom::object object;
    if (!parse_json(body, object)) return out;
    out.readable = true;
    const auto number = [&](std::string_view name) {
        std::int64_t value = 0;
        return object[name].get(value) == simdjson::SUCCESS ? value : 0;
    };
    const auto text = [&](std::string_view name) {
        std::string_view value;
        return object[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
    };
    out.errcode = number("errcode");
    out.expires_in = number("expires_in");
    out.access_token = text("access_token");
    out.media_id = text("media_id");
    out.url = text("url");
    return out;
}

}  // namespace noticeboard::wechat
