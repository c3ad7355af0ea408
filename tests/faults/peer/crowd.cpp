#include "loop.hpp"
#include "order.hpp"
#include "report.hpp"
#include "roles.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace faults {
namespace {

class member {
public:
    member(asio::io_context& io, const settings& told, const std::string& name)
        : client_{io.get_executor(), options(told, name)},
          channel_{asyncapi::any_transport{client_}, orders, {{"number", name}}},
          working_{channel_.subscribe([this](auto&) { ++handled_; })} {}

    void send() { accepted_ += channel_.send({1, "hello"}) ? 1U : 0U; }

    asyncapi::mqtt::client& client() noexcept { return client_; }
    std::uint64_t handled() const noexcept { return handled_; }
    std::uint64_t accepted() const noexcept { return accepted_; }

private:
    static asyncapi::mqtt::client_options options(const settings& told, const std::string& name) {
        auto made = told.client(name);
        made.on_state = report_states(name);
        return made;
    }

    std::uint64_t handled_ = 0;
    std::uint64_t accepted_ = 0;
    asyncapi::mqtt::client client_;
    asyncapi::channel<order> channel_;
    asyncapi::subscription working_;
};

}  // namespace

/// \param name     what each client's id begins with
/// \param clients  how many
///
/// SIGUSR1: each sends one message to itself.
void crowd(const settings& told) {
    asio::io_context io{1};
    std::vector<std::unique_ptr<member>> all;
    for (std::uint64_t i = 0; i < told.number("clients"); ++i)
        all.push_back(
            std::make_unique<member>(io, told, told.text("name") + "-" + std::to_string(i)));

    asio::signal_set wanted{io, SIGUSR1};
    std::function<void()> listen = [&] {
        wanted.async_wait([&](boost::system::error_code code, int) {
            if (code) return;
            for (const auto& each : all) each->send();
            listen();
        });
    };
    listen();

    const auto in_state = [&](asyncapi::connection_state state) {
        std::size_t count = 0;
        for (const auto& each : all) count += each->client().state() == state ? 1U : 0U;
        return count;
    };
    const auto tell = [&] {
        std::uint64_t handled = 0;
        std::uint64_t accepted = 0;
        std::uint64_t most = 0;
        std::uint64_t connections = 0;
        for (const auto& each : all) {
            handled += each->handled();
            accepted += each->accepted();
            most = std::max(most, each->handled());
            connections = std::max(connections, each->client().statistics().connections);
        }
        report{"crowd"}
            .add("connected", in_state(asyncapi::connection_state::connected))
            .add("accepted", accepted)
            .add("handled", handled)
            .add("most_handled", most)
            .add("most_connections", connections);
    };
    const repeating reporting{io, 100ms, tell};
    run_until_told(
        io,
        [&] {
            tell();
            for (const auto& each : all) each->client().close();
        },
        [&] { return in_state(asyncapi::connection_state::closed) == all.size(); });
}

}  // namespace faults
