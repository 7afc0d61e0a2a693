// The schema check: a walk over schema and document side by side.
#include "config/schema.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>

#include "config/spelling.hpp"

namespace noticeboard {
namespace {

using Json = nlohmann::json;

constexpr std::array known_words = {"$schema",       "$defs",     "$ref",       "title",
                                    "description",   "writeOnly", "type",       "enum",
                                    "const",         "pattern",   "minLength",  "minimum",
                                    "maximum",       "required",  "properties", "additionalProperties",
                                    "propertyNames", "items",     "minItems",   "uniqueItems",
                                    "allOf",         "if",        "then",       "else"};

std::string type_of(const Json& value) {
    if (value.is_number_integer()) return "integer";
    return value.type_name();  // object, array, string, boolean, number, null
}

std::string in_words(const std::string& type) {
    static const std::pair<const char*, const char*> names[] = {{"object", "an object"}, {"array", "a list"},
                                                                {"string", "a text"},    {"integer", "a whole number"},
                                                                {"number", "a number"},  {"boolean", "true or false"}};
    for (const auto& [name, words] : names) {
        if (type == name) return words;
    }
    return type;
}

// "a, b or c"
std::string choice_of(const std::vector<std::string>& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) out.append(i + 1 == words.size() ? " or " : ", ");
        out.append(words[i]);
    }
    return out;
}

std::string below(const std::string& where, const std::string& key) {
    return where.empty() ? key : where + "." + key;
}

class Walk {
 public:
    Walk(const Json& root, bool collects) : root_(root), collects_(collects) {}

    void check(const Json& schema, const Json& value, const std::string& where) {
        if (schema.is_boolean()) return;
        if (const auto* target = referred(schema)) check(*target, value, where);
        if (schema.value("writeOnly", false) && value.is_string() && collects_) secrets.push_back(value);
        if (!check_type(schema, value, where)) return;
        if (value.is_string()) check_text(schema, value.get_ref<const std::string&>(), where);
        if (value.is_number()) check_number(schema, value, where);
        if (value.is_array()) check_list(schema, value, where);
        if (value.is_object()) check_object(schema, value, where);
        check_choice(schema, value, where);
        for (const Json& part : schema.value("allOf", Json::array())) check(part, value, where);
        if (!schema.contains("if")) return;
        const char* branch = fits(schema["if"], value) ? "then" : "else";
        if (schema.contains(branch)) check(schema[branch], value, where);
    }

    std::vector<std::string> sentences;
    std::vector<std::string> secrets;

 private:
    void say(const std::string& where, const std::string& what) {
        auto sentence = (where.empty() ? "the file" : where) + ": " + what;
        if (std::find(sentences.begin(), sentences.end(), sentence) == sentences.end())
            sentences.push_back(std::move(sentence));
    }

    bool fits(const Json& schema, const Json& value) const {
        Walk trial(root_, false);
        trial.check(schema, value, "");
        return trial.sentences.empty();
    }

    const Json* referred(const Json& schema) const {
        if (!schema.contains("$ref")) return nullptr;
        const auto pointer = schema["$ref"].get<std::string>().substr(1);
        return &root_.at(Json::json_pointer(pointer));
    }

    bool check_type(const Json& schema, const Json& value, const std::string& where) {
        if (!schema.contains("type")) return true;
        std::vector<std::string> allowed, words;
        for (const Json& type : schema["type"].is_array() ? schema["type"] : Json::array({schema["type"]}))
            allowed.push_back(type);
        const auto actual = type_of(value);
        for (const auto& type : allowed) {
            if (type == actual || (type == "number" && actual == "integer")) return true;
            words.push_back(in_words(type));
        }
        say(where, "must be " + choice_of(words));
        return false;
    }

    void check_text(const Json& schema, const std::string& text, const std::string& where) {
        if (schema.contains("minLength") && text.size() < schema["minLength"]) return say(where, "must not be empty");
        if (!schema.contains("pattern")) return;
        if (!std::regex_search(text, std::regex(schema["pattern"].get<std::string>()))) {
            say(where, text.empty() ? "must not be empty"
                                    : "must be " + schema.value("description",
                                                                "of the form " + schema["pattern"].get<std::string>()));
        }
    }

    void check_number(const Json& schema, const Json& value, const std::string& where) {
        if (schema.contains("minimum") && value < schema["minimum"])
            say(where, "must be at least " + schema["minimum"].dump());
        if (schema.contains("maximum") && value > schema["maximum"])
            say(where, "must be at most " + schema["maximum"].dump());
    }

    void check_list(const Json& schema, const Json& value, const std::string& where) {
        if (schema.contains("minItems") && value.size() < schema["minItems"])
            say(where, "must hold at least " + schema["minItems"].dump());
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto place = where + "[" + std::to_string(i) + "]";
            if (schema.contains("items")) check(schema["items"], value[i], place);
            if (schema.value("uniqueItems", false) &&
                std::find(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(i), value[i]) !=
                    value.begin() + static_cast<std::ptrdiff_t>(i)) {
                say(place, "is there twice");
            }
        }
    }

    void check_object(const Json& schema, const Json& value, const std::string& where) {
        for (const Json& key : schema.value("required", Json::array())) {
            if (!value.contains(key.get<std::string>())) say(below(where, key), "is missing");
        }
        const Json properties = schema.value("properties", Json::object());
        const Json others = schema.value("additionalProperties", Json(true));
        for (const auto& [key, member] : value.items()) {
            const auto place = below(where, key);
            if (schema.contains("propertyNames")) check_text(schema["propertyNames"], key, place + " (the name)");
            if (properties.contains(key)) {
                check(properties[key], member, place);
            } else if (others == Json(false)) {
                std::vector<std::string> names;
                for (const auto& entry : properties.items()) names.push_back(entry.key());
                say(place, "unknown key" + suggestion(key, names));
            } else {
                check(others, member, place);
            }
        }
    }

    void check_choice(const Json& schema, const Json& value, const std::string& where) {
        if (schema.contains("const") && value != schema["const"])
            say(where, schema.value("description", "must be " + schema["const"].dump()));
        if (!schema.contains("enum")) return;
        const Json& choices = schema["enum"];
        if (std::find(choices.begin(), choices.end(), value) != choices.end()) return;
        const auto names = choices.get<std::vector<std::string>>();
        say(where,
            "must be " + choice_of(names) + (value.is_string() ? suggestion(value.get<std::string>(), names) : ""));
    }

    const Json& root_;
    bool collects_;
};

// Goes through all subschemas; refuses the words that Walk would pass over.
void refuse_unknown_words(const Json& schema) {
    if (schema.is_boolean()) return;
    for (const auto& [word, inner] : schema.items()) {
        if (std::find(known_words.begin(), known_words.end(), word) == known_words.end())
            throw std::invalid_argument("schema: the word " + word + " is not checked");
        if (word == "properties" || word == "$defs") {
            for (const auto& entry : inner.items()) refuse_unknown_words(entry.value());
        } else if (word == "allOf") {
            for (const Json& part : inner) refuse_unknown_words(part);
        } else if (inner.is_object() && word != "const") {
            refuse_unknown_words(inner);
        }
    }
}

}  // namespace

struct Schema::Root {
    Json json;
};

Schema::Schema(std::string_view json) : root_(std::make_unique<Root>(Root{Json::parse(json)})) {
    refuse_unknown_words(root_->json);
}
Schema::~Schema() = default;

std::vector<std::string> Schema::violations(std::string_view json, std::string_view part,
                                            std::string_view where) const {
    const Json& schema = part.empty() ? root_->json : root_->json.at("$defs").at(std::string(part));
    Walk walk(root_->json, false);
    walk.check(schema, Json::parse(json), std::string(where));
    return walk.sentences;
}

std::vector<std::string> Schema::secrets(std::string_view json) const {
    Walk walk(root_->json, true);
    walk.check(root_->json, Json::parse(json), "");
    return walk.secrets;
}

}  // namespace noticeboard
