#!/usr/bin/env python3
"""Holds what a small program of a user costs to compile, in relation to including Asio.

usage: compile_time.py <compiler> <include directory> [<most ratio> <most megabytes>]

Both are compiled in turn without optimisation, as the project's own programs are: with Asio and this
library compiled separately. The least user time of each counts, so that other work on the machine,
which slows both down, matters little; where the ratio does not hold beside much other work, that is
no answer (exit status 77). Without limits, only says what it finds.
"""

import os
import sys
import tempfile
from pathlib import Path

ROUNDS = 9

FLAGS = ["-std=c++20", "-O0", "-DBOOST_ASIO_SEPARATE_COMPILATION", "-DASYNCAPI_SEPARATE_COMPILATION"]

ASIO = "#include <boost/asio.hpp>\n"

USER = """\
#include <asyncapi/asyncapi.hpp>

#include <cstdint>
#include <string>

namespace shop {
struct order_placed {
    std::string order_id;
    std::int32_t quantity{1};
};
}
template <>
struct asyncapi::schema<shop::order_placed> {
    using self = shop::order_placed;
    static constexpr auto value =
        object(property("order_id", &self::order_id, string{.pattern = "^ORD-[0-9]{6}$"}),
               property("quantity", &self::quantity, integer{.minimum = 1}));
};
template <>
struct asyncapi::message<shop::order_placed> {
    static constexpr auto name = "OrderPlaced";
};
namespace shop {
inline constexpr asyncapi::channel_object<order_placed> placed{.address = "orders/placed"};
}

boost::asio::awaitable<void> shipping(asyncapi::any_transport wire) {
    asyncapi::channel placed{wire, shop::placed};
    auto orders = placed.subscribe();
    while (auto order = co_await orders.next()) order->acknowledge();
}
"""


def cost(command):
    """(seconds of user time, megabytes at most) of a command, with all that it starts"""
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit("it does not compile: " + " ".join(command))
    return usage.ru_utime, usage.ru_maxrss / 1024


def is_busy():
    return os.getloadavg()[0] > 1.5 * os.cpu_count()


def main(compiler, include, most_ratio=None, most_memory=None):
    seconds, memory = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in ("asio", ASIO), ("user", USER):
            Path(folder, name + ".cpp").write_text(text)
        for _ in range(ROUNDS):
            for name in "asio", "user":
                took, memory[name] = cost([compiler, *FLAGS, f"-I{include}", "-c", f"{folder}/{name}.cpp",
                                           "-o", f"{folder}/{name}.o"])
                seconds[name] = min(took, seconds.get(name, took))
            ratio = seconds["user"] / seconds["asio"]
            if most_ratio and ratio <= float(most_ratio):
                break
    for name, what in ("user", "a user's file"), ("asio", "boost/asio.hpp"):
        print(f"{what}: {seconds[name]:.2f} s, {memory[name]:.0f} MB")
    print(f"{ratio:.2f} times as long")
    if most_memory and memory["user"] > float(most_memory):
        print(f"more than {most_memory} MB")
        return 1
    if most_ratio and ratio > float(most_ratio):
        print(f"more than {most_ratio} times")
        return 77 if is_busy() else 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 5):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
