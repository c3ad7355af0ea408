#include "database.hpp"
#include "loop.hpp"
#include "order.hpp"
#include "report.hpp"
#include "roles.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/sqlite.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <algorithm>
#include <string>

namespace faults {
namespace {

/// \param database  file
/// \param messages  how many orders there are in all, over all lives of this process
/// \param rate      orders a second
/// \param batch     messages that the relay has unconfirmed at a time
class producer {
public:
    explicit producer(const settings& told)
        : all_{static_cast<std::int64_t>(told.number("messages"))},
          every_tick_{std::max<std::int64_t>(
              1, static_cast<std::int64_t>(told.number("rate")) * tick.count() / 1000)},
          file_{told.text("database")},
          client_{io_.get_executor(), options(told)},
          box_{asyncapi::sqlite::outbox::open(file_.connection(), client_, {.max_rows = 5000})
                   .value()},
          channel_{asyncapi::any_transport{box_}, orders},
          relay_{client_,
                 told.text("database"),
                 {.batch = told.number("batch"), .poll = 5ms, .lease = 1s}} {
        file_.run("CREATE TABLE IF NOT EXISTS placed (number INTEGER PRIMARY KEY)");
        last_ = file_.number("SELECT max(number) FROM placed");
    }

    void run() {
        const repeating placing{io_, tick, [this] { place(); }};
        const repeating reporting{io_, 100ms, [this] { tell(); }};
        run_until_told(
            io_,
            [this] {
                tell();
                relay_.close();
                client_.close();
            },
            [this] { return client_.state() == asyncapi::connection_state::closed; });
    }

private:
    static constexpr auto tick = 10ms;

    static asyncapi::mqtt::client_options options(const settings& told) {
        auto made = told.client("producer");
        made.on_state = report_states("producer");
        return made;
    }

    /// Orders and their messages, or neither.
    void place() {
        const auto until = std::min(all_, last_ + every_tick_);
        if (until == last_) return;
        file_.run("BEGIN IMMEDIATE");
        for (auto number = last_ + 1; number <= until; ++number) {
            file_.run("INSERT INTO placed VALUES (" + std::to_string(number) + ")");
            auto digits = std::to_string(number);
            digits.insert(0, 6 - std::min<std::size_t>(6, digits.size()), '0');
            asyncapi::send_options how;
            how.parameters = {{"number", digits}};
            how.message_id = "order-" + digits;
            if (!channel_.send({number, std::string(100, 'x')}, how)) {
                ++would_block_;
                return file_.run("ROLLBACK");
            }
        }
        file_.run("COMMIT");
        last_ = until;
    }

    void tell() {
        const auto waiting = box_.counts();
        const auto sent = relay_.counters();
        report{"produced"}
            .add("placed", last_)
            .add("waiting", waiting ? waiting->waiting : 1)
            .add("failed", waiting ? waiting->failed : 0)
            .add("would_block", would_block_)
            .add("relay_repeated", sent.repeated)
            .add("relay_busy", sent.busy)
            .add(client_);
    }

    const std::int64_t all_;
    const std::int64_t every_tick_;
    asio::io_context io_{1};
    database file_;
    asyncapi::mqtt::client client_;
    asyncapi::sqlite::outbox box_;
    asyncapi::channel<order> channel_;
    asyncapi::sqlite::relay relay_;
    std::int64_t last_ = 0;
    std::uint64_t would_block_ = 0;
};

}  // namespace

void produce(const settings& told) {
    producer{told}.run();
}

}  // namespace faults
