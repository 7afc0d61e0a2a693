// The command line as an operator or a script uses it: what is printed, what is refused, which exit code it has.
#include <algorithm>
#include <filesystem>

#include "qr/read.hpp"
#include "tests/unit/cli/desk.hpp"

using namespace noticeboard;
using tests::Desk;
using tests::Json;
using tests::Said;

namespace {

bool one_sentence(const std::string& text) {
    return !text.empty() && std::count(text.begin(), text.end(), '\n') == 1 && text.back() == '\n';
}

}  // namespace

TEST_CASE("wrong usage is 2, a refusal is 1 with one sentence, help is 0") {
    const Desk desk;
    for (const char* wrong : {"", "dance", "group", "group add --name x", "poster --format gif --group 1 --out x",
                              "poster --group 1 --all --out x", "board withdraw --group 1 --serial one"}) {
        CAPTURE(wrong);
        CHECK(desk.type(wrong).code == 2);
    }
    for (const char* refused :
         {"group show --group 1", "group list --config nowhere.json", "unit add --code 33052 --name x",
          "group add --unit 99 --name x", "role list --unit 3305x!", "qr --read nothing.png",
          "poster --all --out all.pdf", "unit import nothing.csv", "dead-letter show 7", "init"}) {
        CAPTURE(refused);
        const Said said = desk.type(refused);
        CHECK(said.code == 1);
        CHECK_MESSAGE(one_sentence(said.err), said.err);
    }
    for (const char* help : {"--help", "serve --help", "chat --help", "demo --help", "init --help", "check --help",
                             "doctor --help", "unit --help", "group add --help", "group link --help",
                             "role claim --help", "board list --help", "poster --help", "qr --help",
                             "audit verify --help", "keys --help", "backup --help", "dead-letter run --help"}) {
        CAPTURE(help);
        CHECK(desk.type(help).code == 0);
    }
}

TEST_CASE("init writes a configuration that says what is missing, and overwrites none") {
    const Desk desk;
    desk.done("init --config fresh.json");
    const Said check = desk.type("check --config fresh.json");
    CHECK(check.code == 1);
    CHECK(check.err.find("operator") != std::string::npos);
    CHECK(desk.type("init --config fresh.json").code == 1);
    desk.done("check");
}

TEST_CASE("units and groups are added, listed by any spelling of a code, closed and opened") {
    const Desk desk;
    const std::string number = desk.group();
    CHECK(number.size() == 8);
    CHECK(desk.done("unit list --code 33").find("33.05.22.103.207  北塘村") != std::string::npos);
    CHECK(desk.done("group list --unit 330522000000").find("北塘村姐妹群") != std::string::npos);
    CHECK(desk.done("group list --unit 330523").empty());
    CHECK(desk.json("group list")["leader"] == "李桂芳");
    desk.done("group close --group " + number);
    CHECK(desk.json("group show --group " + number)["state"] == "closed");
    desk.done("group open --group '" + number.substr(0, 4) + " " + number.substr(4) + "'");
    CHECK(desk.json("group show --group " + number)["state"] == "active");

    std::string typo = number;
    typo[0] = typo[0] == '9' ? '1' : static_cast<char>(typo[0] + 1);
    CHECK(desk.type("group show --group " + typo).err.find("perhaps " + number.substr(0, 4)) != std::string::npos);
}

TEST_CASE("a file is imported, and its refused rows are beside it in the same table") {
    const Desk desk;
    desk.write("units.csv", "单位代码,名称\n33,浙江\n3.30522E+11,长兴\n");
    const Json report = desk.json("unit import units.csv");
    CHECK(report["added"] == "1");
    CHECK(report["refused"] == "1");
    const std::string refused = desk.read("units.csv.refused.csv");
    CHECK(refused.starts_with("\xEF\xBB\xBF行号,原因,单位代码,名称\r\n3,"));
    CHECK(refused.find("文本") != std::string::npos);
    CHECK(desk.json("unit import units.csv")["same"] == "1");
}

TEST_CASE("a poster is printed, printed again, and replaced") {
    const Desk desk;
    const std::string number = desk.group();
    const std::string poster = "poster --group " + number + " --format png --out ";
    const Json first = desk.json(poster + "a.png --board 村口 --template a4-mono");
    const std::string address = first["address"], serial = first["serial"];
    CHECK(address.starts_with("https://board.example.cn/g/" + number + "/"));
    CHECK(*qr::read_codes(desk.read("a.png")) == std::vector<std::string>{address});

    CHECK(desk.json(poster + "b.png --reprint " + serial)["address"] == address);
    const Json fresh = desk.json(poster + "c.png --replace " + serial);
    CHECK(fresh["address"] != address);
    CHECK(desk.type(poster + "d.png --reprint " + serial).code == 1);
    CHECK(desk.type(poster + "d.png --replace " + serial).code == 1);
    const std::string boards = desk.done("board list --group " + number);
    CHECK(boards.find(serial + "  村口  withdrawn") != std::string::npos);
    CHECK(std::count(boards.begin(), boards.end(), '\n') == 2);

    CHECK(desk.type(poster + "x.png --template a3").code == 1);
    CHECK(desk.type(poster + "x.png --photo noticeboard.json").code == 1);
    CHECK(desk.type(poster + "nowhere/x.png").code == 1);
    CHECK(desk.done("board list --group " + number) == boards);  // a refusal spends no serial

    for (const char* paper : {"a4-classic", "a5"}) {
        CHECK(desk.done("poster --group " + number + " --template " + paper + " --out - --language en")
                  .starts_with("%PDF"));
    }
    CHECK(desk.done("poster --group " + number + " --format svg --out -").find("<svg") != std::string::npos);
}

TEST_CASE("a whole subtree on one PDF: each group's board, the same the second time") {
    const Desk desk;
    desk.group();
    desk.done("group add --unit 330522103207 --name 第二姐妹群");
    CHECK(desk.done("poster --all --unit 330522 --out all.pdf").find("2 posters") != std::string::npos);
    CHECK(desk.read("all.pdf").starts_with("%PDF"));
    desk.done("poster --all --out again.pdf");
    const Json one = Json::parse(desk.done("group list --unit 33 --json | head -1"));
    const std::string boards = desk.done("board list --group " + one["number"].get<std::string>());
    CHECK(std::count(boards.begin(), boards.end(), '\n') == 1);
}

TEST_CASE("a WeChat group's code goes on the page, a payment code does not") {
    const Desk desk;
    const std::string number = desk.group();
    desk.done("qr https://weixin.qq.com/g/AwYAAOuZ1k3vQ9 --out group.png");
    desk.done("qr wxp://f2f0A1b2C3 --out money.png");
    CHECK(desk.done("qr --read group.png") == "https://weixin.qq.com/g/AwYAAOuZ1k3vQ9\n");
    desk.done("group link --group " + number + " --image group.png");
    CHECK(desk.done("group show --group " + number).find("blind") != std::string::npos);
    CHECK(desk.type("group link --group " + number + " --image money.png").err.find("asks for money") !=
          std::string::npos);
    CHECK(desk.type("group link --group " + number + " --adapter telegram --chat 1").err.find("no adapter") !=
          std::string::npos);
}

TEST_CASE("a claim code is shown once; what was done stands in the audit") {
    const Desk desk;
    const std::string number = desk.group();
    const std::string code = desk.json("role claim --role leader --group " + number)["code"];
    CHECK(code.size() == 14);
    CHECK(desk.type("role claim --role queen --group " + number).code == 1);
    CHECK(desk.type("role claim --role leader --unit 33.05.22.103.207").err.find("give --group") != std::string::npos);
    CHECK(desk.type("role claim --role township --group " + number).err.find("give --unit") != std::string::npos);
    CHECK(desk.type("role grant --role leader --group " + number + " --person telegram:1").code == 1);
    CHECK(desk.done("role waiting").empty());
    CHECK(desk.done("audit verify").find("all whole") != std::string::npos);
    const std::string rows = desk.done("audit show");
    CHECK(rows.find("claim.issued") != std::string::npos);
    CHECK(rows.find("group.added") != std::string::npos);
    CHECK(rows.find(code) == std::string::npos);
}

TEST_CASE("a backup opens with the key, and without the key not at all") {
    const Desk desk;
    const std::string number = desk.group();
    std::filesystem::create_directory(desk.file("away"));
    desk.done("backup --out away/copy.db");
    CHECK(desk.type("backup --out away/copy.db").code == 1);
    std::string config = desk.read("noticeboard.json");
    config.replace(config.find("sqlite:noticeboard.db"), 21, "sqlite:away/copy.db");
    desk.write("copy.json", config);
    CHECK(desk.type("group list --config copy.json").err.find("key") != std::string::npos);
    const std::string key = desk.read("noticeboard.key");
    CHECK(desk.read("away/copy.db").find(key.substr(0, 64)) == std::string::npos);
    config.replace(config.find("\"store\""), 7, R"("keys": "noticeboard.key", "store")");
    desk.write("copy.json", config);
    CHECK(desk.json("group list --config copy.json")["number"] == number);
    CHECK(desk.done("keys fingerprint --config copy.json") == desk.done("keys fingerprint"));
}

TEST_CASE("the doctor names what is missing") {
    const Desk desk;
    desk.group();
    const Said said = desk.type("doctor");
    CHECK(said.code == 1);
    CHECK(said.out.find("1 groups have no chat") != std::string::npos);
    CHECK(said.out.find("checked_on") != std::string::npos);
    CHECK(said.out.find("nobody is at the desk safety") != std::string::npos);
    CHECK(said.out.find("audit: whole") != std::string::npos);
}

TEST_CASE("the doctor tries the converter of recordings, and says what is lost without it") {
    const Desk desk;
    const std::string config = desk.read("noticeboard.json");
    const auto with = [&](const std::string& converter) {
        desk.write("noticeboard.json", "{\"voice_converter\": " + converter + ", " + config.substr(1));
        return desk.type("doctor").out;
    };
    CHECK(desk.type("doctor").out.find("ffmpeg converts\n") != std::string::npos);
    CHECK(with("false").find("   voice_converter: there is none; a recording from WeChat or a browser is not heard on "
                             "another platform (Debian: apt install ffmpeg)\n") != std::string::npos);
    CHECK(with("\"/bin/false\"").find("!  voice_converter: /bin/false cannot do it, it failed; a recording") !=
          std::string::npos);
    CHECK(with("\"/nowhere\"").find("!  voice_converter: there is no program /nowhere\n") != std::string::npos);
}

TEST_CASE("a desk's hours and rota: who is told when, and what the doctor misses") {
    const Desk desk;
    desk.group();
    desk.write("words", "菜单\n");
    desk.done("chat --as 赵姐 < words");
    const std::string place = " --desk safety --unit 3305";
    desk.done("unit add --code 3305 --name 湖州");
    desk.done("role grant --person terminal:赵姐 --role desk --unit 3305");
    CHECK(desk.done("desk list").find("safety  unit:33.05  always") != std::string::npos);
    CHECK(desk.json("desk hours" + place)["hours"] == "always");
    CHECK(desk.json("desk hours" + place + " --days mon-fri --hours 8-18")["hours"] == "1-5 08:00-18:00");
    const std::string id = desk.json("desk add" + place + " --person terminal:赵姐 --hours 20-8")["id"];
    CHECK(desk.json("desk duty" + place)["shift"] == "1-7 20:00-08:00");
    CHECK(desk.type("doctor").out.find("the desk safety at unit:33.05 has hours that nobody covers") ==
          std::string::npos);
    desk.done("desk remove " + id);
    CHECK(desk.done("desk duty" + place).empty());
    CHECK(desk.done("desk hours" + place + " --always") == "always\n");
    for (const char* wrong : {"desk hours --desk sewing --unit 3305",
                              "desk add --desk safety --unit 3305 --person terminal:李姐 --hours 8-18",
                              "desk hours --desk safety --unit 3305 --hours late", "desk remove 7"}) {
        CAPTURE(wrong);
        const Said said = desk.type(wrong);
        CHECK(said.code == 1);
        CHECK(one_sentence(said.err));
    }
    CHECK(desk.done("desk verify") == "desk: all chains are whole\n");
}

TEST_CASE("a server leaves no core: what people say to it is in no file when it falls") {
    const Desk desk;
    desk.group();
    desk.write("try.sh", R"(ulimit -c unlimited 2>/dev/null
"$1" serve & p=$!
for i in $(seq 200); do grep -q '^Max core file size *0 *0 ' /proc/$p/limits && break; sleep 0.05; done
grep '^Max core file size' /proc/$p/limits
kill $p; wait $p)");
    const std::string line = "cd '" + desk.file("") + "' && sh try.sh '" PROGRAM "' 2>/dev/null";
    FILE* pipe = ::popen(line.c_str(), "r");
    char buffer[256] = {};
    const std::size_t size = std::fread(buffer, 1, sizeof buffer - 1, pipe);
    ::pclose(pipe);
    std::istringstream limits(std::string(buffer, size).substr(18));
    std::string soft, hard;
    limits >> soft >> hard;
    CHECK(soft == "0");
    CHECK(hard == "0");
}

TEST_CASE("a notice is drafted, looked at, approved, sent, stopped and told of; what is wanting is said") {
    const Desk desk;
    const std::string group = desk.group();
    desk.done("unit add --code 330522 --name 清溪县");
    const Json made = desk.json("notice draft --unit 330522 --zh 明天停水。 --en 'No water tomorrow.'");
    const std::string number = made["number"];
    CHECK(number.size() == 9);
    CHECK(made["audience"] == "33.05.22");
    CHECK(desk.done("notice preview " + number).find("groups without a chat it could use: 1") != std::string::npos);
    CHECK(desk.type("notice send " + number).code == 1);
    const Said few = desk.type("notice approve " + number);
    CHECK(few.code == 1);
    CHECK(few.err == "fewer than 5 groups would hear it: say why\n");

    const std::string with_reason =
        desk.json("notice draft --unit 330522 --to with:" + group + " --en 'Only you.' --reason 'one pipe'")["number"];
    desk.done("notice approve " + with_reason);
    desk.done("notice send " + with_reason + " --at '2099-01-01 09:00'");
    CHECK(desk.json("notice status " + with_reason)["state"] == "approved");
    CHECK(desk.type("notice pause " + with_reason).code == 1);
    CHECK(desk.type("notice recall " + with_reason + " --en wrong").code == 1);  // nobody heard it: cancel it
    desk.done("notice cancel '" + with_reason.substr(0, 3) + " " + with_reason.substr(3) + "'");
    CHECK(desk.json("notice status " + with_reason)["state"] == "cancelled");
    CHECK(desk.done("notice ledger " + with_reason) == "group,chat,reach,why,tries\n");
    CHECK(desk.done("notice list --unit 330522").find("cancelled") != std::string::npos);
    CHECK(desk.done("notice watch " + with_reason).find("cancelled") != std::string::npos);

    for (const char* refused :
         {"notice draft --unit 330522", "notice draft --unit 330522 --en x --to 'person:Wang'",
          "notice draft --unit 330522 --en x --link http://x.example",
          "notice draft --unit 330522 --en x --at someday", "notice draft --unit 330522 --en x --as telegram:nobody",
          "notice preview 123456789", "notice quiet --unit 330522 --from 25:00 --until 07:00",
          "notice quiet --unit 330522 --from 21:00"}) {
        CAPTURE(refused);
        const Said said = desk.type(refused);
        CHECK(said.code == 1);
        CHECK_MESSAGE(one_sentence(said.err), said.err);
    }
    desk.done("notice quiet --unit 330522 --from 21:00 --until 07:00");
    desk.done("audit verify");
}
