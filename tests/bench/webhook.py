#!/usr/bin/env python3
"""A durable /join turn over the Telegram webhook beside the same bot in grammY and a bare Beast server.

webhook.py BUILD [--rounds 3] [--seconds 5] [--connections 64]
Server pinned to one half of the cores, load (wrk) to the other; the peers take turns. Prints requests/s, p50, p99, CPU per
request and RssAnon: medians of the rounds, with the spread, and ratios.
"""
import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SECRET = "bench-secret-0123456789"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port):
    for until in iter(lambda: time.monotonic(), None):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if until > wait_for.end:
                raise SystemExit("a server did not start")
            time.sleep(0.05)


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def anonymous_mb(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return 0.0


class Peer:
    def __init__(self, name, command, port, path, cores):
        self.name, self.port, self.path = name, port, path
        self.process = subprocess.Popen(["taskset", "-c", cores, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.rounds = []

    def measure(self, group, base, options, cores):
        before, began = cpu_seconds(self.process.pid), time.monotonic()
        out = subprocess.run(
            ["taskset", "-c", cores, "wrk", f"-t{options.threads}", f"-c{options.connections}", f"-d{options.seconds}s", "-s", str(HERE / "updates.lua"),
             f"http://127.0.0.1:{self.port}{self.path}", "--", str(base), group, SECRET, str(getattr(options, "delay", 0))], capture_output=True, text=True, check=True).stdout
        used = cpu_seconds(self.process.pid) - before
        figures = json.loads(out.strip().splitlines()[-1])
        self.rounds.append({
            "rate": figures["requests"] / (figures["microseconds"] / 1e6), "p50": figures["p50"] / 1000, "p99": figures["p99"] / 1000,
            "cpu": used * 1e6 / max(figures["requests"], 1), "memory": anonymous_mb(self.process.pid), "errors": figures["errors"]})

    def median(self, key):
        return statistics.median(r[key] for r in self.rounds)

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def prepare(build, folder, port):
    """A group with one endless chat on Telegram, so that every /join gets a seat."""
    config = folder / "noticeboard.json"
    config.write_text(json.dumps({
        "listen": f"127.0.0.1:{port}", "public_url": "https://nb.example", "store": "sqlite:noticeboard.db",
        "operator": {"name": "Bench", "contact": "none"}, "log": {"level": "error"}, "limits": {"connections_per_peer": 10000},
        "adapters": {"telegram": {"type": "telegram", "token": "1:" + "A" * 35, "secret_token": SECRET, "bot_name": "board_bot",
                                  "api": f"http://127.0.0.1:{free_port()}"}}}))
    program = str(build / "noticeboard")

    def run(*arguments):
        return subprocess.run([program, *arguments, "--config", str(config)], check=True, capture_output=True, text=True).stdout
    run("unit", "add", "--code", "33", "--name", "Bench Province")
    group = json.loads(run("group", "add", "--unit", "33", "--name", "Bench Group", "--leader", "Li", "--introduction", "Hello", "--json"))["number"]
    run("group", "link", "--group", group, "--adapter", "telegram", "--chat", "-1001234567890")
    subprocess.run(["sqlite3", str(folder / "noticeboard.db"),
                    "UPDATE chat SET capacity = 100000000, soft_cap = 100000000, link = 'https://t.me/+bench' WHERE grp <> 0"], check=True)
    return [program, "serve", "--config", str(config)], group


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    cores = os.cpu_count() or 2
    half = max(1, cores // 2)
    server_cores, load_cores = f"0-{half - 1}", f"{half}-{cores - 1}" if cores > 1 else "0"

    with tempfile.TemporaryDirectory(dir=options.build) as name:
        folder = Path(name)
        ports = [free_port() for _ in range(3)]
        command, group = prepare(options.build.resolve(), folder, ports[0])
        wait_for.end = time.monotonic() + 20
        peers = [
            Peer("noticeboard", command, ports[0], "/in/telegram", server_cores),
            Peer("grammY", ["node", str(HERE / "grammy/bot.mjs"), str(ports[1]), SECRET], ports[1], "/", server_cores),
            Peer("bare Beast", [str(options.build / "bench_beast_server"), str(ports[2]), str(half)], ports[2], "/", server_cores),
        ]
        try:
            for peer in peers:
                wait_for(peer.port)
            for round_number in range(options.rounds + 1):  # the first warms up and does not count
                for peer in peers:
                    peer.measure(group, 1_000_000_000 * (round_number + 1), options, load_cores)
                    if round_number == 0:
                        peer.rounds.clear()
        finally:
            for peer in peers:
                peer.close()

        print(f"{cores} cores, servers on {server_cores}, load on {load_cores}; {options.connections} connections, "
              f"median of {options.rounds} rounds of {options.seconds} s, interleaved")
        print(f"{'':12} {'requests/s':>16} {'p50 ms':>8} {'p99 ms':>8} {'CPU µs/request':>15} {'RssAnon MB':>11} {'errors':>7}")
        for peer in peers:
            rates = [r["rate"] for r in peer.rounds]
            print(f"{peer.name:12} {peer.median('rate'):8.0f} ±{(max(rates) - min(rates)) / 2:6.0f} {peer.median('p50'):8.2f} {peer.median('p99'):8.2f} "
                  f"{peer.median('cpu'):15.1f} {peer.median('memory'):11.1f} {sum(r['errors'] for r in peer.rounds):7}")
        ours, grammy, beast = peers
        print(f"noticeboard / grammY {ours.median('rate') / grammy.median('rate'):.2f}   noticeboard / bare Beast {ours.median('rate') / beast.median('rate'):.2f}")
        audited = subprocess.run([str(options.build / "noticeboard"), "audit", "verify", "--config", str(folder / "noticeboard.json")], capture_output=True, text=True)
        print(f"audit: {(audited.stdout + audited.stderr).strip().splitlines()[-1]}")


if __name__ == "__main__":
    sys.exit(main())
