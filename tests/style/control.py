#!/usr/bin/env python3
"""Each house rule is broken once in a made-up tree, and must be found: a check that cannot fail is no check."""
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from check import breaches  # noqa: E402

BROKEN = {
    "plugins/a.cpp": ("// A.\n#include <bot/web/server.hpp>\n", "may not include bot/web/server.hpp"),
    "adapters/x/x.cpp": ('// X.\n#include "adapters/y/y.hpp"\n', "of another adapter"),
    "plugins/thief.cpp": ('// T.\n#include "bot/community/vault.hpp"\n', "out of a plugin's sight"),
    "bot/model/m.hpp": ("// M.\n#include <boost/asio.hpp>\n", "may not include boost/asio.hpp"),
    "bot/turn/t.hpp": ("// T.\n#include <nlohmann/json.hpp>\n", "json.hpp belongs into .cpp files"),
    "bot/store/s.cpp": ('// S.\n#include "bot/app/home.hpp"\n', "nobody includes bot/app/home.hpp"),
    "bot/web/brace.cpp": ("// B.\nvoid f() {\n    co_await g({.a = b});\n}\n", "braces in a co_await expression"),
    "bot/web/condition.cpp": ("// C.\nvoid f() {\n    if (co_await g()) h();\n}\n", "co_await in a condition"),
    "bot/text/coroutine.cpp": ("// C.\nvoid f() { co_return; }\n", "coroutines live in"),
    "bot/web/long.cpp": ("// L.\n" + "\n" * 400, "401 lines"),
    "qr/silent.cpp": ("#include <vector>\n", "the first line says"),
    "README.md": ("[a](docs/none.md)\n", "dead link to docs/none.md"),
    "plugins/b.cpp": ('// B.\nvoid f() { turn.tr("Untranslated {}", 1); }\n', "“Untranslated {}” has no translation"),
}

with tempfile.TemporaryDirectory() as folder:
    root = Path(folder)
    (root / "config/locales").mkdir(parents=True)
    (root / "config/locales/zh_CN.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "Known"\nmsgstr "知道"\n')
    for name, (text, _) in BROKEN.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    found = breaches(root)
    missed = [f"{name}: {wanted}" for name, (_, wanted) in BROKEN.items()
              if not any(b.startswith(name) and wanted in b for b in found)]
    print("\n".join(["not found:"] + missed) if missed else f"all {len(BROKEN)} breaches were found")
    sys.exit(1 if missed else 0)
