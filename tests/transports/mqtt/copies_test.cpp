#include <asyncapi/transports/mqtt/detail/copies.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using asyncapi::mqtt::detail::copies;
using routes = std::vector<std::uint64_t>;

TEST_CASE("the first copy goes to all without a group, the next ones to a group each") {
    copies seen;
    const std::vector<copies::candidate> among{{1, false}, {2, true}, {3, false}, {4, true}};
    CHECK((seen.choose("a", among) == routes{1, 3}));
    CHECK((seen.choose("a", among) == routes{2}));
    CHECK((seen.choose("b", among) == routes{1, 3}));
    CHECK((seen.choose("a", among) == routes{4}));
    CHECK((seen.choose("a", among) == routes{}));
}

TEST_CASE("groups alone get a copy each") {
    copies seen;
    const std::vector<copies::candidate> among{{2, true}, {4, true}};
    CHECK((seen.choose("a", among) == routes{2}));
    CHECK((seen.choose("a", among) == routes{4}));
    CHECK((seen.choose("a", among) == routes{}));
}

TEST_CASE("a copy that the broker repeats is for all, and is never left out") {
    copies seen;
    const std::vector<copies::candidate> among{{1, false}, {2, true}, {3, false}};
    CHECK((seen.choose("a", among) == routes{1, 3}));
    for (int i = 0; i < 3; ++i) CHECK((seen.choose("a", among, true) == routes{1, 3, 2}));
    CHECK((seen.choose("a", among) == routes{2}));
    CHECK((seen.choose("a", among) == routes{}));
    // An earlier program may have had the first.
    CHECK((seen.choose("b", among, true) == routes{1, 3, 2}));
    CHECK((seen.choose("b", among) == routes{2}));
}

TEST_CASE("one subscription gets whatever comes") {
    copies seen;
    for (int i = 0; i < 3; ++i) {
        CHECK((seen.choose("a", {{1, false}}) == routes{1}));
        CHECK((seen.choose("b", {{2, true}}) == routes{2}));
    }
    CHECK((seen.choose("a", {}) == routes{}));
}

TEST_CASE("what has no name goes to all without a group each time") {
    copies seen;
    const std::vector<copies::candidate> among{{1, false}, {3, false}, {4, true}};
    CHECK((seen.choose("", among) == routes{1, 3}));
    CHECK((seen.choose("", among) == routes{1, 3}));
    CHECK((seen.choose("", {{4, true}, {5, true}}) == routes{4, 5}));
}

TEST_CASE("old names are forgotten, so that memory is bounded") {
    copies seen;
    const std::vector<copies::candidate> among{{1, false}, {3, false}};
    CHECK((seen.choose("first", among) == routes{1, 3}));
    for (int i = 0; i < 4096; ++i) seen.choose(std::to_string(i), among);
    CHECK((seen.choose("4095", among) == routes{}));
    CHECK((seen.choose("first", among) == routes{1, 3}));
}
