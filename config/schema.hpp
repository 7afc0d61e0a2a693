// Schema: checks a JSON document against the part of JSON Schema 2020-12 that our schemas use, and says what is wrong
// in sentences that name the key. Own code, because Debian's only validator in C++ (valijson) brings Qt and Poco with
// it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace noticeboard {

class Schema {
 public:
    // Throws when the text is no schema or uses a word that is not checked here: a rule that nobody enforces is a wish.
    explicit Schema(std::string_view json);
    ~Schema();

    // What is wrong with a document, one sentence each, without any value of it; empty when nothing is. `part` is the
    // name of one of the schema's $defs, or empty for the whole; `where` stands before the keys ("plugins.join").
    std::vector<std::string> violations(std::string_view json, std::string_view part = {},
                                        std::string_view where = {}) const;

    // The strings of the document at places that the schema marks "writeOnly": secrets.
    std::vector<std::string> secrets(std::string_view json) const;

 private:
    struct Root;
    std::unique_ptr<Root> root_;
};

}  // namespace noticeboard
