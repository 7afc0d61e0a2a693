#!/usr/bin/env python3
"""The house rules that a machine can see: who includes whom, the await rule, file sizes, links, translations.

check.py [ROOT]: prints one line per breach, exits 1 if there is any.
"""
import re
import subprocess
import sys
from pathlib import Path

# Who may include whom (docs/architecture.md). A folder may include itself; the first entry that fits a file counts.
STD_ONLY = ()
MAY_INCLUDE = {
    "bot/model": ("bot/model",),
    "bot/crypto": ("bot/crypto", "bot/model", "openssl/"),
    "bot/text": ("bot/text", "bot/model", "boost/locale", "unicode/", "opencc/", "hs/"),
    "bot/watch": ("bot/watch", "bot/model", "spdlog/", "fmt/", "prometheus/", "nlohmann/"),
    "bot/store": ("bot/store", "bot/model", "soci/", "sqlite3"),
    "bot/web": ("bot/web", "bot/model", "boost/", "openssl/", "kainjow/", "mstch", "mustache", "nlohmann/"),
    "bot/community": ("bot/community", "bot/store", "bot/crypto", "bot/text", "bot/model", "unicode/", "nlohmann/"),
    "bot/turn": ("bot/turn", "bot/plugin.hpp", "bot/community", "bot/delivery/outbox.hpp", "bot/delivery/window.hpp",
                 "bot/store", "bot/crypto", "bot/text", "bot/model", "nlohmann/"),
    "bot/delivery": ("bot/delivery", "bot/turn", "bot/adapter.hpp", "bot/community", "bot/store", "bot/web", "bot/crypto",
                     "bot/text", "bot/model", "boost/asio", "nlohmann/"),
    "bot/webchat": ("bot/webchat", "bot/community", "bot/store", "bot/web", "bot/crypto", "bot/text", "bot/model",
                    "nlohmann/", "vips/"),
    "bot/plugin.hpp": ("bot/community", "bot/model", "bot/store", "bot/text"),
    "bot/adapter.hpp": ("bot/model", "bot/web/message.hpp"),
    # The plugins' face brings the federation with it: its functions are the nouns a plugin works on.
    "plugins": ("bot/plugin.hpp", "bot/community", "bot/model", "bot/text", "plugins/"),
    "adapters": ("bot/adapter.hpp", "bot/model", "bot/crypto", "bot/text", "bot/web/message.hpp", "adapters/", "nlohmann/",
                 "simdjson", "pugixml"),
    "qr": ("qr", "qrencode", "zbar", "cairo", "pango", "librsvg", "vips", "glib", "png"),
}
OUT_OF_SIGHT = ("bot/community/vault.hpp",)  # keys: a plugin seals and opens through its turn
ANYTHING = ("bot/app", "bot/cli", "bot/main.cpp", "tests", "config")
NOBODY_INCLUDES = ("bot/app", "bot/cli")

LONG_FILE = 400   # lines; longer wants a reason, given here
LONG_WITH_REASON = {
    "bot/delivery/sender.cpp": "one account's life: its coroutines share one state",
}

STD = re.compile(r"^[a-z_0-9]+$")  # <vector>, <chrono>
POSIX = re.compile(r"^(sys/|linux/|arpa/|netinet/|net/|poll|unistd|fcntl|pthread|signal|sched|endian|dirent)")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)
TR = re.compile(r'\b(?:tr|ntr|tr_for|mark)\(\s*(?:[A-Za-z_.\->()]+\s*,\s*)?((?:"(?:[^"\\]|\\.)*"\s*)+)(?:,\s*((?:"(?:[^"\\]|\\.)*"\s*)+))?')
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def files(root, *suffixes):
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True)
    names = listed.stdout.splitlines() if listed.returncode == 0 and listed.stdout else [
        str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()]
    return sorted(name for name in names if name.endswith(suffixes) and (root / name).exists())


def room(name, rooms):
    fitting = [r for r in rooms if name == r or name.startswith(r + "/")]
    return max(fitting, key=len, default=None)


def code_only(text):
    """Without comments and string contents, line for line."""
    text = re.sub(r'R"\((?:.|\n)*?\)"', lambda m: '""' + "\n" * m.group().count("\n"), text)
    text = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)
    return re.sub(r"//[^\n]*", "", text)


def includes(root):
    for name in files(root, ".cpp", ".hpp"):
        if room(name, ANYTHING):
            continue
        mine = room(name, MAY_INCLUDE)
        if mine is None:
            if name.startswith(("bot/", "plugins/", "adapters/", "qr/")) and name not in ("bot/app.cpp", "bot/app.hpp"):
                yield f"{name}: no rule says what this folder may include"
            continue
        text = (root / name).read_text()
        for included in INCLUDE.findall(text):
            if STD.match(included) or POSIX.match(included):
                continue
            if included in OUT_OF_SIGHT and (mine == "plugins" or name == "bot/plugin.hpp"):
                yield f"{name}: {included} is out of a plugin's sight"
                continue
            if any(included == a or included.startswith(a) for a in MAY_INCLUDE[mine]):
                own = "/".join(name.split("/")[:2])
                other = re.match(r"(plugins|adapters)/([^/]+)/", included)
                if other and not included.startswith(own + "/"):
                    yield f"{name}: includes {included} of another {other.group(1)[:-1]}"
                continue
            yield f"{name}: may not include {included}"
        if name.endswith(".hpp") and "nlohmann/json.hpp" in text:
            yield f"{name}: json.hpp belongs into .cpp files"
    for name in files(root, ".cpp", ".hpp"):
        if name.startswith(NOBODY_INCLUDES) or name in ("bot/app.cpp", "bot/main.cpp") or name.startswith("tests/"):
            continue
        for included in INCLUDE.findall((root / name).read_text()):
            if included.startswith(NOBODY_INCLUDES) or included == "bot/app.hpp":
                yield f"{name}: nobody includes {included}"


def awaits(root):
    """g++ 12 miscompiles these lines: braces inside an awaited expression, co_await in a condition."""
    for name in files(root, ".cpp", ".hpp"):
        text = code_only((root / name).read_text())
        if "co_await" not in text and "co_return" not in text:
            continue
        if not name.startswith(("bot/web/", "bot/delivery/", "bot/app", "tests/")):
            yield f"{name}: coroutines live in bot/web, bot/delivery and bot/app"
        for match in re.finditer(r"\bco_await\b", text):
            line = text.count("\n", 0, match.start()) + 1
            end = text.find(";", match.end())
            brace = text.find("{", match.end(), end)
            if brace != -1:
                yield f"{name}:{line}: braces in a co_await expression; name the value first"
            begin = max(text.rfind(c, 0, match.start()) for c in ";{}")
            before = text[begin + 1:match.start()]
            condition = re.search(r"\b(if|while|for|switch)\s*\((?!.*\b(if|while|for|switch)\s*\()", before, re.S)
            inside = condition and before[condition.start():].count("(") > before[condition.start():].count(")")
            if inside:
                yield f"{name}:{line}: co_await in a condition; name the result first"


def sizes(root):
    for name in files(root, ".cpp", ".hpp", ".py", ".mjs"):
        lines = (root / name).read_text().count("\n")
        if lines > LONG_FILE and name not in LONG_WITH_REASON:
            yield f"{name}: {lines} lines; over {LONG_FILE} wants a reason in tests/style/check.py"


def first_lines(root):
    for name in files(root, ".cpp", ".hpp"):
        if not (root / name).read_text().startswith("// "):
            yield f"{name}: the first line says what the file is for"


def links(root):
    for name in files(root, ".md"):
        text = re.sub(r"```.*?```", "", (root / name).read_text(), flags=re.S)
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if not re.match(r"[a-z]+:", target) and not ((root / name).parent / target).exists():
                yield f"{name}: dead link to {target}"


def texts(match):
    for group in match.groups():
        if group:
            yield "".join(STRING.findall(group)).encode().decode("unicode_escape").encode("latin-1", "surrogatepass").decode("utf-8", "replace")


def messages(root):
    out = {}
    for name in files(root, ".cpp", ".hpp"):
        if name.startswith(("bot/", "plugins/", "adapters/")):
            text = re.sub(r"^\s*//.*$|vault\.mark\(|(?:turn|view)\.mark\(", "", (root / name).read_text(), flags=re.M)
            for match in TR.finditer(text):
                for msgid in texts(match):
                    out.setdefault(msgid, name)
    for name in ("config/hotlines.json", "config/roles.json"):
        if (root / name).exists():
            for text in re.findall(r'"(?:purpose|brief|hours|name)"\s*:\s*"([^"]+)"', (root / name).read_text()):
                out.setdefault(text, name)
    return out


def catalogue(path):
    out, key, plural, value, into = {}, "", "", "", None
    for line in path.read_text().splitlines() + [""]:
        word, _, rest = line.partition(" ")
        if word in ("msgid", "msgid_plural", "msgstr", "msgstr[0]"):
            if word == "msgid":
                out[key] = out[plural] = value
                key, plural, value = "", "", ""
            into = {"msgid": "key", "msgstr": "value", "msgstr[0]": "value"}.get(word, "plural")
            line = rest
        elif not line.startswith('"'):
            continue
        piece = "".join(STRING.findall(line)).replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")
        if into == "key":
            key += piece
        elif into == "plural":
            plural += piece
        elif into == "value":
            value += piece
    out[key] = out[plural] = value
    return out


def translations(root):
    for po in sorted((root / "config/locales").glob("*.po")):
        known = catalogue(po)
        for text, name in sorted(messages(root).items()):
            if not known.get(text):
                yield f"{name}: “{text[:60]}” has no translation in {po.name}"


CHECKS = (includes, awaits, sizes, first_lines, links, translations)


def breaches(root):
    return [breach for check in CHECKS for breach in check(root)]


if __name__ == "__main__":
    found = breaches(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
    print("\n".join(found) or f"{len(CHECKS)} house rules hold")
    sys.exit(1 if found else 0)
