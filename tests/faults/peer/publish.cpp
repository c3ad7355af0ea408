#include "loop.hpp"
#include "order.hpp"
#include "report.hpp"
#include "roles.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>

namespace faults {
namespace {

/// \param name   client id
/// \param topic  value of the address's parameter
/// \param rate   messages a second that are offered; 0: as many as are taken
/// \param bytes  of text in each
/// \param qos    0, 1 or 2
class publisher {
public:
    explicit publisher(const settings& told)
        : name_{told.text("name")},
          rate_{told.number("rate")},
          client_{io_.get_executor(), options(told)},
          channel_{asyncapi::any_transport{client_}, orders} {
        how_.parameters = {{"number", told.text("topic")}};
        order_.text.assign(told.number("bytes", 100), 'x');
    }

    void run() {
        begun_ = std::chrono::steady_clock::now();
        const repeating sending{io_, 2ms, [this] { send(); }};
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
        made.publish_qos = static_cast<asyncapi::mqtt::qos>(told.number("qos", 1));
        return made;
    }

    void send() {
        if (rate_ == 0) {
            for (int i = 0; i < 1000 && send_one(); ++i) {
            }
            return;
        }
        const std::chrono::duration<double> since = std::chrono::steady_clock::now() - begun_;
        const auto due = static_cast<std::uint64_t>(since.count() * static_cast<double>(rate_));
        for (; offered_ < due; ++offered_) send_one();
    }

    bool send_one() {
        ++order_.number;
        if (channel_.send(order_, how_)) {
            ++accepted_;
            return true;
        }
        ++would_block_;
        return false;
    }

    void tell() {
        const auto load = channel_.wire()->load();
        report{"published"}
            .add("accepted", accepted_)
            .add("would_block", would_block_)
            .add("queued", load.queued_messages)
            .add("queued_bytes", load.queued_bytes)
            .add(client_);
    }

    const std::string name_;
    const std::uint64_t rate_;
    asio::io_context io_{1};
    asyncapi::mqtt::client client_;
    asyncapi::channel<order> channel_;
    asyncapi::send_options how_;
    order order_;
    std::chrono::steady_clock::time_point begun_;
    std::uint64_t offered_ = 0;
    std::uint64_t accepted_ = 0;
    std::uint64_t would_block_ = 0;
};

}  // namespace

void publish(const settings& told) {
    publisher{told}.run();
}

}  // namespace faults
