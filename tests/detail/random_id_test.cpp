#include <asyncapi/detail/random_id.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <set>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

using asyncapi::detail::random_hex;

TEST_CASE("ids have as many digits as asked for, and differ") {
    CHECK(random_hex(32).size() == 32);
    CHECK(random_hex(5).size() == 5);
    CHECK(random_hex(32) != random_hex(32));
    CHECK(random_hex(32).find_first_not_of("0123456789abcdef") == std::string::npos);
}

TEST_CASE("ids have each of the sixteen digits at each place, in the end") {
    constexpr std::size_t size = 21;
    std::set<char> seen[size];
    for (int i = 0; i < 2'000; ++i) {
        const auto id = random_hex(size);
        REQUIRE(id.size() == size);
        for (std::size_t at = 0; at < size; ++at) seen[at].insert(id[at]);
    }

    // One bit is spent on ids that are not all zero.
    for (std::size_t at = 0; at < size; ++at) {
        CAPTURE(at);
        CHECK(seen[at].size() == (at % 16 == 0 ? 8 : 16));
    }
}

TEST_CASE("processes that forked make different ids") {
    random_hex(32);  // the engine is there before the fork
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    const auto mine = random_hex(32);
    if (child == 0) {
        const auto written = ::write(ends[1], mine.data(), mine.size());
        ::_exit(written == 32 ? 0 : 1);
    }
    std::string theirs(32, ' ');
    REQUIRE(::read(ends[0], theirs.data(), theirs.size()) == 32);
    ::close(ends[0]);
    ::close(ends[1]);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
    CHECK(theirs != mine);
}
