#pragma once

#include <asyncapi/transports/memory.hpp>

#include <support/drive.hpp>
#include <support/transport_suite.hpp>

namespace fixtures {

using namespace asyncapi;

// Two transports of one broker on one context.
struct memory_fixture {
    any_transport left() const { return left_; }
    any_transport right() const { return right_; }
    void settle() {}
    bool run_until(const std::function<bool()>& condition) {
        return testing::drive_until(io_, condition);
    }

    bool block_left() {
        const auto ignored =
            right().interface()->subscribe(address_template{"block/left"}, {}, [](delivery) {});
        return ignored && testing::fill(left(), "block/left") > 0;
    }

    asio::io_context io_;
    memory::broker broker_{{.max_queued_messages = 300,
                            .max_queued_bytes = 1U << 20U,
                            .max_payload_bytes = 64U << 10U}};
    any_transport left_ = memory::transport{io_.get_executor(), broker_};
    any_transport right_ = memory::transport{io_.get_executor(), broker_};
};

// One transport is both ends.
struct memory_alone_fixture : memory_fixture {
    any_transport right() const { return left_; }
};

}  // namespace fixtures
