#!/usr/bin/env python3
"""Holds the ratio between compiling a small program of a user and only including Asio.

usage: compile_time.py <compiler> <include directory> [<most ratio>]

Both are compiled in turn without optimisation, as the project's own programs are: with Asio and the
validation engine compiled separately. The least user time of each counts. Without a ratio, only says it.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 7

FLAGS = ["-std=c++20", "-O0", "-DBOOST_ASIO_SEPARATE_COMPILATION",
         "-DASYNCAPI_SEPARATE_COMPILATION"]

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


def seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main(compiler, include, most=None):
    if most and os.getloadavg()[0] > os.cpu_count():
        print(f"skipped: the machine has other work, load {os.getloadavg()[0]:.1f}")
        return 77
    best = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in ("asio", ASIO), ("user", USER):
            Path(folder, name + ".cpp").write_text(text)
        for _ in range(ROUNDS):
            for name in "asio", "user":
                took = seconds([compiler, *FLAGS, f"-I{include}", "-c", f"{folder}/{name}.cpp",
                                "-o", f"{folder}/{name}.o"])
                best[name] = min(took, best.get(name, took))
            ratio = best["user"] / best["asio"]
            if most and ratio <= float(most):
                break
    print(f"a user's file {best['user']:.2f} s, boost/asio.hpp {best['asio']:.2f} s: {ratio:.2f} times")
    return 1 if most and ratio > float(most) else 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
