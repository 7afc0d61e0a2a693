#!/usr/bin/env python3
"""A notice to many groups: how fast it is frozen, how fast it goes out to a platform that answers at once, and what a
villager's webhook waits meanwhile.

notice.py BUILD [--groups 60000] [--seconds 6] [--connections 16]
The server on one half of the cores, platform and load on the other. p99 of the webhook is taken before the notice and
during it, in the same run, under a load far below what the server can do.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from webhook import SECRET, Peer, anonymous_mb, free_port, wait_for  # noqa: E402


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("--groups", type=int, default=60000)
    parser.add_argument("--frozen", type=int, default=900000)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--delay", type=int, default=40, help="ms that each connection waits between two requests")
    options = parser.parse_args()
    options.threads = 1
    build = options.build.resolve()
    cores = os.cpu_count() or 2
    half = max(1, cores // 2)
    server_cores, load_cores = f"0-{half - 1}", f"{half}-{cores - 1}" if cores > 1 else "0"

    print(subprocess.run([str(build / "bench_notice"), "enqueue", str(options.frozen)], check=True, capture_output=True, text=True).stdout.strip())
    with tempfile.TemporaryDirectory(dir=build) as name:
        folder = Path(name)
        port, cloud = free_port(), free_port()
        config = folder / "noticeboard.json"
        config.write_text(json.dumps({
            "listen": f"127.0.0.1:{port}", "public_url": "https://nb.example", "store": "sqlite:noticeboard.db",
            "operator": {"name": "Bench", "contact": "none"}, "log": {"level": "error"},
            "limits": {"connections_per_peer": 10000, "notice_second_above": 10000000, "quiet_from": 1, "quiet_until": 1},
            "adapters": {"telegram": {"type": "telegram", "token": "1:" + "A" * 35, "secret_token": SECRET, "bot_name": "board_bot",
                                      "messages_per_second": 1000, "api": f"http://127.0.0.1:{cloud}"}}}))
        program = [str(build / "noticeboard"), "--config", str(config)]

        def run(*arguments):
            return subprocess.run([*program, *arguments], check=True, capture_output=True, text=True).stdout
        subprocess.run([str(build / "bench_notice"), "fill", str(config), str(options.groups)], check=True)
        group = json.loads(run("--json", "group", "list", "--unit", "33.01.01").splitlines()[0])["number"]
        subprocess.run(["sqlite3", str(folder / "noticeboard.db"), f"UPDATE chat SET capacity = 100000000, soft_cap = 100000000, "
                        f"link = 'https://t.me/+bench' WHERE grp = (SELECT id FROM grp WHERE number = '{group}')"], check=True)
        wait_for.end = time.monotonic() + 20
        platform = Peer("platform", [str(build / "bench_beast_server"), str(cloud), "1", "telegram"], cloud, "/", load_cores)
        server = Peer("noticeboard", [str(build / "noticeboard"), "serve", "--config", str(config)], port, "/in/telegram", server_cores)
        try:
            wait_for(cloud)
            wait_for(port)
            server.measure(group, 1_000_000_000, options, load_cores)  # warms up
            server.rounds.clear()
            for i in range(3):
                server.measure(group, (2 + i) * 1_000_000_000, options, load_cores)
            idle = server.rounds[:]
            number = json.loads(run("--json", "notice", "draft", "--unit", "33", "--text", "Please boil the water."))["number"]
            run("notice", "approve", number)
            run("notice", "send", number)

            def status():
                return json.loads(run("--json", "notice", "status", number))
            while int(status()["sent"]) == 0:
                time.sleep(0.1)
            server.rounds.clear()
            sent, began = int(status()["sent"]), time.monotonic()
            for i in range(3):
                server.measure(group, (6 + i) * 1_000_000_000, options, load_cores)
            now = status()
            during, rate = server.rounds[:], (int(now["sent"]) - sent) / (time.monotonic() - began)
            running = now["state"] == "running"
            memory = anonymous_mb(server.process.pid)
            print(f"webhook, {options.connections} connections that wait {options.delay} ms between two updates, 3 rounds of {options.seconds} s each; "
                  f"{'the notice ran throughout' if running else 'THE NOTICE ENDED BEFORE: take more groups'}")
            for title, rounds in (("idle", idle), ("during the notice", during)):
                rounds = sorted(rounds, key=lambda one: one["p99"])
                print(f"  {title:18} {rounds[1]['rate']:7.0f}/s  p50 {rounds[1]['p50']:6.2f} ms  p99 {rounds[1]['p99']:6.2f} ms "
                      f"({rounds[0]['p99']:.2f}-{rounds[2]['p99']:.2f})  errors {sum(r['errors'] for r in rounds)}")
            print(f"  p99 during / idle: {sorted(r['p99'] for r in during)[1] / sorted(r['p99'] for r in idle)[1]:.2f}; meanwhile {rate:.0f} sends/s; RssAnon {memory:.0f} MB")
            run("notice", "cancel", number)
            alone = folder / "alone"
            alone.mkdir()
            out = subprocess.run(["taskset", "-c", server_cores, str(build / "kill_notice"), str(alone), f"http://127.0.0.1:{cloud}",
                                  str(options.groups), "machine", "idempotent"], check=True, capture_output=True, text=True).stdout
            took = float(out.split("done ")[1].split()[0])
            print(f"  without a pace, from the order to the last of {options.groups}: {options.groups / took:.0f} sends/s into a loopback "
                  f"platform that answers at once; {out.split('RssAnon:')[1].strip()}")
        finally:
            server.close()
            platform.close()


if __name__ == "__main__":
    sys.exit(main())
