#include "loop.hpp"
#include "order.hpp"
#include "report.hpp"
#include "roles.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace faults {
namespace {

/// \param name   client id
/// \param topic  value of the address's parameter
/// \param rate   messages a second that the handler takes; 0: as fast as they come
class subscriber {
public:
    explicit subscriber(const settings& told)
        : name_{told.text("name")},
          topic_{told.text("topic")},
          rate_{told.number("rate")},
          pause_{io_, std::chrono::steady_clock::now()},
          client_{io_.get_executor(), options(told)} {}

    void run() {
        const asyncapi::channel channel{
            asyncapi::any_transport{client_}, orders, {{"number", topic_}}};
        const auto working =
            rate_ == 0 ? channel.subscribe([this](auto&) { ++handled_; })
                       : channel.subscribe([this](auto&) -> asio::awaitable<void> {
                             pause_.expires_at(pause_.expiry() +
                                               std::chrono::microseconds{1'000'000 / rate_});
                             if (pause_.expiry() < std::chrono::steady_clock::now())
                                 pause_.expires_after(0s);
                             co_await pause_.async_wait(asio::use_awaitable);
                             ++handled_;
                         });
        const repeating reporting{io_, 250ms, [this] { tell(); }};
        run_until_told(
            io_, [this] { client_.close(); },
            [this] { return client_.state() == asyncapi::connection_state::closed; });
        tell();
    }

private:
    asyncapi::mqtt::client_options options(const settings& told) const {
        auto made = told.client(name_);
        made.on_state = report_states(name_);
        return made;
    }

    void tell() {
        report{"handled"}
            .add("messages", handled_)
            .add("received", client_.statistics().received)
            .add(client_);
    }

    const std::string name_;
    const std::string topic_;
    const std::uint64_t rate_;
    asio::io_context io_{1};
    asio::steady_timer pause_;
    asyncapi::mqtt::client client_;
    std::uint64_t handled_ = 0;
};

}  // namespace

void subscribe(const settings& told) {
    subscriber{told}.run();
}

}  // namespace faults
