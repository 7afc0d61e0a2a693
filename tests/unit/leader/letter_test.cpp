// Letters as they come out of the printer: read by a camera, one for each group without a leader, worth one claim each.
#include <algorithm>
#include <regex>
#include <set>

#include "qr/poster.hpp"
#include "qr/read.hpp"
#include "qr/template.hpp"
#include "tests/unit/cli/desk.hpp"
#include "tests/unit/qr/paper.hpp"

using namespace noticeboard;
using tests::Desk;
using tests::Json;
using tests::Said;

namespace {

constexpr const char* chinese_village = "33.05.22.103.207";
constexpr const char* english_village = "33.05.22.104.201";

struct Letters {
    Desk desk;

    Letters() {
        desk.done("unit add --code 33.05.22.103 --name 柳湾镇");
        desk.done("unit add --code 33.05.22.104 --name 'Maple Town'");
        desk.done(std::string("unit add --code ") + chinese_village + " --name 北塘村");
        desk.done(std::string("unit add --code ") + english_village + " --name Nanshan");
    }
    std::string add(const std::string& unit, const std::string& name, const std::string& leader,
                    const std::string& language) const {
        return desk.json("group add --unit " + unit + " --name \"" + name + "\" --leader '" + leader + "' --language " +
                         language)["number"];
    }
    // What somebody types to the bot in the terminal, and what she reads.
    std::string say(const std::string& who, const std::string& text) const {
        desk.write("words", text + "\n");
        return desk.done("chat --as " + who + " < words");
    }
    std::vector<std::string> addresses(const std::string& pdf) const {  // of each page's code, as a camera reads it
        std::vector<std::string> out;
        for (const qr::Grey& page : qr::rasterised(desk.read(pdf), 100)) {
            const auto found = *qr::read_codes(qr::encoded(page, ".png"));
            REQUIRE(found.size() == 1);
            out.push_back(found[0]);
        }
        return out;
    }
    std::vector<std::string> pages(const std::string& pdf) const {  // their texts
        std::vector<std::string> out;
        std::istringstream all(qr::about(desk.read(pdf), "pdftotext"));
        for (std::string page; std::getline(all, page, '\f') && !page.empty();) out.push_back(page);
        return out;
    }
};

std::string code_in(const std::string& address) {
    return address.substr(address.rfind('/') + 1);
}

// pdftotext takes the wide spacing of the big letters for blanks now and then.
std::string without_blanks(std::string text) {
    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
    return text;
}

bool says(const std::string& page, const std::string& text) {
    return page.find(text) != std::string::npos;
}

qr::Sheet letter_sheet() {  // a code, and no text yet
    qr::Sheet out;
    out.code = qr::english_sheet().code;
    out.language = "en";
    return out;
}

}  // namespace

TEST_CASE("one letter for each group without a leader, by unit, in its language; its code reads back") {
    Letters letters;
    const std::string english = letters.add(english_village, "Nanshan Women's Group", "Zhou Min", "en");
    const std::string chinese = letters.add(chinese_village, "北塘村姐妹群", "李桂芳", "zh");
    const std::string led = letters.add(chinese_village, "北塘村巧手群", "王秀英", "zh");
    letters.say("王秀英", "菜单");
    letters.desk.done("role grant --person terminal:王秀英 --role leader --group " + led);

    const Json printed = letters.desk.json("role claim --letters --unit 330522 --out letters.pdf");
    CHECK(printed["letters"] == "2");
    CHECK(printed["led"] == "1");
    const auto pages = letters.pages("letters.pdf");
    const auto addresses = letters.addresses("letters.pdf");
    REQUIRE(pages.size() == 2);
    REQUIRE(addresses.size() == 2);
    const std::regex address(
        "https://board\\.example\\.cn/claim/([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z]{4})");
    for (std::size_t i = 0; i < 2; ++i) {
        std::smatch pieces;
        REQUIRE_MESSAGE(std::regex_match(addresses[i], pieces, address), addresses[i]);
        for (int piece = 1; piece <= 3; ++piece)
            CHECK_MESSAGE(says(without_blanks(pages[i]), pieces[piece]), pages[i]);  // in big type
    }
    CHECK(addresses[0] != addresses[1]);
    CHECK(says(pages[0], "李桂芳同志"));
    CHECK(says(pages[0], chinese.substr(0, 4) + " " + chinese.substr(4)));
    CHECK(says(pages[0], "柳湾镇妇联"));
    CHECK(says(pages[0], "有效到"));
    CHECK(says(pages[1], "Dear Zhou Min,"));
    CHECK(says(pages[1], english.substr(0, 4) + " " + english.substr(4)));
    CHECK(says(pages[1], "Ask Maple Town. 0572-0000000"));
    CHECK(letters.desk.done("audit show").find("claims.printed") != std::string::npos);
    CHECK(letters.desk.done("audit show").find(code_in(addresses[0])) == std::string::npos);
}

TEST_CASE("a letter is worth one claim: typed, confirmed, used up; printed again, the earlier one is void") {
    Letters letters;
    const std::string number = letters.add(chinese_village, "北塘村姐妹群", "李桂芳", "zh");
    const std::string print = "role claim --letters --unit 33 --out letters.pdf";
    letters.desk.done(print);
    const std::string first = code_in(letters.addresses("letters.pdf").at(0));
    letters.desk.done(print);
    const std::string second = code_in(letters.addresses("letters.pdf").at(0));
    CHECK(says(letters.say("李桂芳", "认领 " + first), "没有这个认领码"));
    CHECK(says(letters.say("李桂芳", second), "乡镇确认以后"));  // as it is printed, without dashes
    CHECK(says(letters.say("王秀英", second.substr(0, 4) + "-" + second.substr(4, 4) + "-" + second.substr(8)),
               "没有这个认领码"));

    const Json waiting = letters.desk.json("role waiting --unit 330522103");
    CHECK(waiting["name"] == "李桂芳");
    CHECK(letters.desk.done("role waiting --unit 330522104").empty());
    CHECK(letters.desk.type(print).err.find("no group here is without a leader") != std::string::npos);
    letters.desk.done("role confirm " + std::string(waiting["mark"]));
    CHECK(letters.desk.type("role confirm " + std::string(waiting["mark"])).code == 1);
    CHECK(letters.desk.json("role list --group " + number)["role"] == "leader");
    CHECK(says(letters.say("王秀英", "认领 " + second), "没有这个认领码"));
}

TEST_CASE("an import of groups gives each leader her letter") {
    Letters letters;
    letters.desk.write("groups.csv",
                       "unit,name,leader,introduction,languages,approval\n"
                       "33.05.22.103.207,北塘村姐妹群,李桂芳,,zh,\n33.05.22.104.201,Nanshan,Zhou Min,,en,\n");
    CHECK(says(letters.desk.done("group import groups.csv --letters letters.pdf"), "letters.pdf: 2 letters"));
    CHECK(letters.addresses("letters.pdf").size() == 2);
    CHECK(says(letters.say("李桂芳", code_in(letters.addresses("letters.pdf").at(0))), "北塘村姐妹群"));
}

TEST_CASE("a letter runs out after its days; a code that is refused is void") {
    Letters letters;
    const std::string number = letters.add(chinese_village, "北塘村姐妹群", "李桂芳", "zh");
    const std::string code = letters.desk.json("role reissue --group " + number)["code"];
    letters.say("李桂芳", code);
    const std::string mark = letters.desk.json("role waiting")["mark"];
    letters.desk.done("role refuse " + mark);
    CHECK(letters.desk.type("role confirm " + mark).code == 1);
    CHECK(letters.desk.done("role list --group " + number).empty());
    CHECK(letters.desk.type("role reissue --group " + number + " --days 400").code == 1);
}

TEST_CASE("hand-over: who is known leads at once, and who led does not; who is not gets a code first") {
    Letters letters;
    const std::string number = letters.add(chinese_village, "北塘村姐妹群", "李桂芳", "zh");
    for (const char* who : {"李桂芳", "王秀英"}) letters.say(who, "菜单");
    letters.desk.done("role grant --person terminal:李桂芳 --role leader --group " + number);
    CHECK(letters.desk.type("role hand-over " + number).code == 1);
    CHECK(letters.desk.type("role hand-over " + number + " --to terminal:赵姐").err.find("--to") != std::string::npos);
    letters.desk.done("role hand-over " + number + " --to terminal:王秀英");
    CHECK(says(letters.say("王秀英", "我是谁"), "群负责人"));
    CHECK_FALSE(says(letters.say("李桂芳", "我是谁"), "群负责人"));

    const std::string code = letters.desk.json("role hand-over " + number + " --letter")["code"];
    letters.say("李桂芳", code);
    CHECK(says(letters.say("王秀英", "我是谁"), "群负责人"));  // until it is confirmed
    letters.desk.done("role confirm " + std::string(letters.desk.json("role waiting")["mark"]));
    CHECK(says(letters.say("李桂芳", "我是谁"), "群负责人"));
    CHECK_FALSE(says(letters.say("王秀英", "我是谁"), "群负责人"));
}

TEST_CASE("revoke --now takes all roles of a lost phone and what lies open on it; --role takes one") {
    Letters letters;
    const std::string number = letters.add(chinese_village, "北塘村姐妹群", "李桂芳", "zh");
    letters.say("李桂芳", "菜单");
    for (const char* role : {"leader", "deputy"})
        letters.desk.done(std::string("role grant --person terminal:李桂芳 --group ") + number + " --role " + role);
    letters.desk.done("role revoke --person terminal:李桂芳 --role deputy --group " + number);
    CHECK(letters.desk.json("role list --group " + number)["role"] == "leader");
    CHECK(letters.desk.type("role revoke --person terminal:李桂芳").code == 1);
    CHECK(says(letters.say("李桂芳", "关联" + number), "截图"));  // she is asked for a picture
    CHECK(letters.desk.done("role revoke --person terminal:李桂芳 --now") ==
          "revoked 1 role; her account can do nothing any more\n");
    CHECK(letters.desk.done("role list --group " + number).empty());
    CHECK_FALSE(says(letters.say("李桂芳", "图来了"), "截图"));  // the question is not open any more
}

TEST_CASE("the letter's paper: no ink in the margins, with the longest texts too; no box, no letter") {
    const auto paper = qr::load_template("config/posters/letter.svg", qr::letter_box_names);
    REQUIRE_MESSAGE(paper, paper.why());
    qr::Sheet sheet = letter_sheet();
    for (const std::string_view box : qr::letter_box_names) {
        if (box != "code") sheet.texts[std::string(box)] = std::string(200, 'W') + " the longest text of all";
    }
    const qr::Grey page = qr::printed(*paper, sheet, 75);
    constexpr double margin = 10 * 72 / 25.4;
    CHECK_FALSE(qr::has_ink_outside(page, {margin, margin, paper->width - 2 * margin, paper->height - 2 * margin}, 75));
    CHECK_FALSE(qr::load_template("config/posters/a5.svg", qr::letter_box_names));
    sheet.photo = "a photo";
    CHECK_FALSE(qr::poster_pdf(*paper, sheet));
}

TEST_CASE("a code of the widest letters stands on three lines") {
    const auto paper = qr::load_template("config/posters/letter.svg", qr::letter_box_names);
    REQUIRE_MESSAGE(paper, paper.why());
    qr::Sheet sheet = letter_sheet();
    sheet.texts["claim"] = "WWWW\nMMMM\nWMWM";
    const auto pdf = qr::poster_pdf(*paper, sheet);
    REQUIRE_MESSAGE(pdf, pdf.why());
    const std::string text = without_blanks(qr::about(*pdf, "pdftotext"));
    CHECK_MESSAGE(says(text, "WWWW\nMMMM\nWMWM"), text);
}
