#include <asyncapi/transports/mqtt.hpp>

#include <support/drive.hpp>
#include <support/test_broker.hpp>
#include <support/transport_suite.hpp>

namespace {

using namespace asyncapi;

// Two clients on one context; they can only talk over the broker, and of a cluster each has a node.
template <mqtt::version Version>
struct broker_pair {
    broker_pair() {
        REQUIRE(run_until([this] {
            return left_.state() == connection_state::connected &&
                   right_.state() == connection_state::connected;
        }));
    }
    ~broker_pair() {
        broker().signal(SIGCONT);
        left_.close();
        right_.close();
        run_until([this] {
            return left_.state() == connection_state::closed &&
                   right_.state() == connection_state::closed;
        });
    }

    any_transport left() const { return left_; }
    any_transport right() const { return right_; }

    bool run_until(const std::function<bool()>& condition) {
        return testing::drive_until(io_, condition);
    }

    void settle() {
        const auto one = testing::start(left_, left()->drained({}));
        const auto other = testing::start(right_, right()->drained({}));
        run_until([&] { return one->outcome && other->outcome; });
    }

    // A broker that stands still confirms nothing.
    bool block_left() {
        broker().signal(SIGSTOP);
        return testing::fill(left(), "block/left") > 0;
    }

    static testing::test_broker& broker() {
        static testing::test_broker one;
        return one;
    }

    static mqtt::client_options options(std::size_t node) {
        mqtt::client_options made;
        made.url = broker().url(node);
        made.login = {.user_name = broker().user(), .password = broker().password()};
        made.version = Version;
        made.times.close_timeout = std::chrono::milliseconds{1000};
        return made;
    }

    asio::io_context io_;
    mqtt::client left_{io_.get_executor(), options(0)};
    mqtt::client right_{io_.get_executor(), options(1)};
};

using mqtt_5 = broker_pair<mqtt::version::v5>;
using mqtt_3_1_1 = broker_pair<mqtt::version::v3_1_1>;

}  // namespace

TYPE_TO_STRING(mqtt_5);
TYPE_TO_STRING(mqtt_3_1_1);
ASYNCAPI_TRANSPORT_SUITE(mqtt_5);
ASYNCAPI_TRANSPORT_SUITE(mqtt_3_1_1);
