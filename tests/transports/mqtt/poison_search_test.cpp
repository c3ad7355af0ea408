#include <asyncapi/transports/mqtt/detail/poison_search.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <vector>

namespace {

using namespace asyncapi;
using namespace asyncapi::mqtt;
using namespace asyncapi::mqtt::detail;
using namespace std::chrono_literals;
using milliseconds = std::chrono::milliseconds;

// Three losses, two attempts, two seconds of quiet: an end counts within half a second.
struct bench {
    poison_options options{.losses = 3, .attempts = 2, .quiet = 2s};
    poison_search search{options};
    time_source::time_point now{};

    void lose(loss what = loss::unexplained, std::optional<std::uint64_t> last = 7,
              std::size_t node = 0) {
        search.on_end({what, errc::not_connected, node, last, now});
    }
    void lose_in_vain(std::size_t times) {
        for (std::size_t i = 0; i < times; ++i) {
            CHECK_FALSE(search.on_open());
            lose();
        }
    }
    void pass_quiet() {
        now += 2s;
        search.on_pinged();
        search.on_ping_answered();
    }
    /// Sends one alone, for which the broker ends the connection after a while.
    std::optional<poison_search::culprit> strike(std::uint64_t ticket, milliseconds after = 10ms) {
        const auto found = search.on_open();
        pass_quiet();
        REQUIRE(search.may_send(0));
        search.on_sent(ticket, now);
        now += after;
        lose();
        return found;
    }
};

}  // namespace

TEST_CASE_FIXTURE(bench, "messages go together until connections were lost in vain in a row") {
    lose_in_vain(2);
    CHECK_FALSE(search.on_open());
    CHECK_FALSE(search.looking());
    CHECK(search.may_send(100));
    lose();
    CHECK(search.looking());
}

TEST_CASE_FIXTURE(bench, "a loss that another explains begins the row anew") {
    lose_in_vain(2);
    search.on_open();
    SUBCASE("the broker answered something") {
        search.on_answer();
        lose();
    }
    SUBCASE("nothing was under way") {
        lose(loss::unexplained, {});
    }
    SUBCASE("the broker said why, or this side ended it") {
        lose(loss::unrelated);
    }
    SUBCASE("the broker cannot be reached") {
        lose();
        CHECK(search.looking());
        lose(loss::unrelated);  // it was not open
    }
    CHECK_FALSE(search.looking());
    lose_in_vain(2);
    CHECK_FALSE(search.looking());
    lose_in_vain(1);
    CHECK(search.looking());
}

TEST_CASE_FIXTURE(bench, "a node that is away says nothing of another") {
    lose_in_vain(3);
    lose(loss::unrelated, 7, 1);
    CHECK(search.looking());
    lose(loss::unrelated, 7, 0);
    CHECK_FALSE(search.looking());
}

TEST_CASE_FIXTURE(bench, "a suspect goes alone, after a quiet and an answered ping") {
    lose_in_vain(3);
    search.on_open();
    CHECK_FALSE(search.may_send(0));
    search.on_ping_answered();  // of the connection's own
    CHECK_FALSE(search.may_send(0));
    search.on_pinged();
    CHECK_FALSE(search.may_send(0));
    search.on_ping_answered();
    CHECK(search.may_send(0));
    CHECK_FALSE(search.may_send(1));
}

TEST_CASE_FIXTURE(bench, "who was alone each time the connection ended is given up at the next") {
    lose_in_vain(3);
    CHECK_FALSE(strike(3));
    CHECK_FALSE(strike(3));
    const auto found = search.on_open();
    REQUIRE(found);
    CHECK(found->ticket == 3);
    CHECK(found->times == 2);
    CHECK(found->why == errc::not_connected);
    // The others are still suspects, and go one at a time.
    CHECK(search.looking());
    pass_quiet();
    search.on_sent(4, now);
    search.on_answer();
    search.on_settled(5);
    CHECK(search.looking());
    search.on_settled(8);
    CHECK_FALSE(search.looking());
    CHECK(search.may_send(100));
}

TEST_CASE_FIXTURE(bench, "each message has a row of its own") {
    lose_in_vain(3);
    strike(3);
    CHECK_FALSE(strike(4));
    CHECK_FALSE(search.on_open());
    lose();
    CHECK_FALSE(search.looking());
}

TEST_CASE_FIXTURE(bench, "nobody is blamed for what may have another reason") {
    lose_in_vain(3);
    strike(3);
    CHECK_FALSE(search.on_open());
    SUBCASE("it ends in the quiet") {
        now += 1s;
        lose();
    }
    SUBCASE("it ends before the ping is answered") {
        now += 2s;
        search.on_pinged();
        lose();
    }
    SUBCASE("it ends late") {
        pass_quiet();
        search.on_sent(3, now);
        now += 501ms;
        lose();
    }
    SUBCASE("the broker says that it is shutting down") {
        pass_quiet();
        search.on_sent(3, now);
        lose(loss_of_reason(std::uint8_t{0x8B}));
    }
    SUBCASE("a subscription went after it") {
        pass_quiet();
        search.on_sent(3, now);
        search.on_disturbed();
        lose();
    }
    SUBCASE("the broker is away afterwards") {
        pass_quiet();
        search.on_sent(3, now);
        lose();
        lose(loss::unrelated);
    }
    CHECK_FALSE(search.looking());
    CHECK_FALSE(search.on_open());
    CHECK(search.may_send(100));
}

TEST_CASE_FIXTURE(bench, "who has no quiet before is not blamed, and has it the next time") {
    lose_in_vain(3);
    for (int i = 0; i < 5; ++i) {
        CHECK_FALSE(search.on_open());
        pass_quiet();
        search.on_sent(3, now);
        search.on_answer();
        search.on_sent(4, now);
        lose();
        CHECK(search.looking());
    }
    CHECK_FALSE(strike(4));
    CHECK_FALSE(strike(4));
    CHECK(search.on_open());
}

TEST_CASE("without a number of losses nothing is ever looked for") {
    poison_search search{{.losses = 0}};
    for (int i = 0; i < 100; ++i) {
        CHECK_FALSE(search.on_open());
        search.on_end({loss::unexplained, errc::not_connected, 0, 7, {}});
        REQUIRE_FALSE(search.looking());
    }
}

TEST_CASE("how a connection ended says whether a message may be why") {
    namespace asio = boost::asio;
    CHECK(loss_of(asio::error::eof) == loss::unexplained);
    CHECK(loss_of(asio::error::connection_reset) == loss::unexplained);
    CHECK(loss_of(asio::ssl::error::stream_truncated) == loss::unexplained);
    CHECK(loss_of(asio::error::timed_out) == loss::unrelated);
    CHECK(loss_of(asio::error::network_unreachable) == loss::unrelated);
    for (const int reason : {0x00, 0x80, 0x81, 0x82, 0x87, 0x90, 0x95, 0x99, 0x9A})
        CHECK(loss_of_reason(static_cast<std::uint8_t>(reason)) == loss::unexplained);
    for (const int reason : {0x83, 0x89, 0x8B, 0x8E, 0x96, 0x97, 0x98, 0x9C, 0xA0})
        CHECK(loss_of_reason(static_cast<std::uint8_t>(reason)) == loss::unrelated);
}

// A client with messages to send, a broker that answers each after a while and dies now and then,
// whatever is under way; it is back before the client notices that it was away. Time is made up.
TEST_CASE("a broker that dies at any time, ever so often, is never taken for one that objects") {
    std::mt19937 random{7};
    const auto up_to = [&](int most) {
        return milliseconds{std::uniform_int_distribution<>{0, most}(random)};
    };
    const poison_options options{};
    std::size_t looked = 0;
    for (const int life : {5, 50, 500, 2'500, 5'000}) {
        for (const int answer : {5, 20, 200}) {
            CAPTURE(life);
            CAPTURE(answer);
            poison_search search{options};
            time_source::time_point now{};
            std::uint64_t oldest = 1;  // everything from here to 99 more is wanted
            for (int connections = 0; connections < 2'000; ++connections) {
                REQUIRE_FALSE(search.on_open());
                const auto dies = now + up_to(life);
                if (search.looking()) {
                    ++looked;
                    now += options.quiet;
                    if (now < dies) {
                        search.on_pinged();
                        search.on_ping_answered();
                    }
                }
                // One after another where they go alone; else the first of many.
                while (now < dies) {
                    if (search.may_send(0)) search.on_sent(oldest, now);
                    now += up_to(answer);
                    if (now >= dies) break;
                    search.on_answer();
                    ++oldest;
                    if (search.looking()) search.on_settled(oldest);
                }
                now = dies;
                search.on_end({loss::unexplained, errc::not_connected, 0, oldest + 99, now});
            }
        }
    }
    CHECK(looked > 500);
}

TEST_CASE("the one that ends connections is found among many, and only that") {
    poison_search search{{}};
    time_source::time_point now{};
    std::deque<std::uint64_t> left;
    for (std::uint64_t ticket = 1; ticket <= 50; ++ticket) left.push_back(ticket);
    std::vector<std::uint64_t> given_up;
    for (int connections = 0; connections < 100 && !left.empty(); ++connections) {
        if (const auto found = search.on_open()) {
            given_up.push_back(found->ticket);
            std::erase(left, found->ticket);
            if (search.looking() && !left.empty()) search.on_settled(left.front());
        }
        if (search.looking()) {
            now += 2s;
            search.on_pinged();
            search.on_ping_answered();
        }
        bool ended = false;
        while (!left.empty() && search.may_send(0) && !ended) {
            search.on_sent(left.front(), now);
            now += 1ms;
            // All together: the broker ends it before it answers the first.
            const bool together = !search.looking() && (left.front() <= 20 || left.front() == 40);
            ended = together || left.front() == 20 || left.front() == 40;
            if (ended) break;
            search.on_answer();
            left.pop_front();
            if (search.looking() && !left.empty()) search.on_settled(left.front());
        }
        if (ended) search.on_end({loss::unexplained, errc::rejected, 0, left.back(), now});
    }
    CHECK(left.empty());
    CHECK((given_up == std::vector<std::uint64_t>{20, 40}));
}
