#include <asyncapi/transport.hpp>
#include <asyncapi/transports/memory.hpp>

#include <support/transport_suite.hpp>

#include <memory>
#include <type_traits>

// What every transport does is in support/transport_suite.hpp; each transport's folder runs it.
// Here is the handle itself.

using namespace asyncapi;
using asyncapi::testing::listen;
using asyncapi::testing::publish;

namespace {

struct no_transport {};
struct wrong_interface {
    int interface() const { return 0; }
};

}  // namespace

static_assert(transport<memory::transport>);
static_assert(transport<any_transport>);
static_assert(!transport<no_transport>);
static_assert(!transport<wrong_interface>);

static_assert(std::is_convertible_v<memory::transport, any_transport>);
static_assert(!std::is_constructible_v<any_transport, no_transport>);
static_assert(std::is_nothrow_move_constructible_v<any_transport>);

// A handler can own what cannot be copied.
static_assert(std::is_constructible_v<transport_interface::on_delivery,
                                      decltype([owned = std::unique_ptr<int>{}](delivery) {})>);

TEST_CASE("an empty handle says so") {
    const any_transport none;
    CHECK_FALSE(none);
    CHECK(none.interface() == nullptr);
}

TEST_CASE("copies of a handle are one transport") {
    asio::io_context io;
    const memory::transport made{io.get_executor()};
    const any_transport first = made;
    const any_transport second = made;
    const auto copy = first;
    CHECK((&*first == &*second));
    CHECK((&*first == &*copy));
    CHECK((first.get_executor() == io.get_executor()));

    const auto box = listen(first, "orders");
    publish(copy, "orders", "x");
    io.poll();
    CHECK(box->size() == 1);
    made.close();
    CHECK(asyncapi::testing::try_publish(second, "orders", "x").error() == errc::closed);
}
