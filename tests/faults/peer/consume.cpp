#include "database.hpp"
#include "journal.hpp"
#include "loop.hpp"
#include "order.hpp"
#include "report.hpp"
#include "roles.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/middleware.hpp>
#include <asyncapi/sqlite.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <memory>
#include <string>

namespace faults {
namespace {

/// Writes down each delivery, and each that the deduplicator kept from the handler.
class witness final : public asyncapi::middleware {
public:
    explicit witness(const std::string& file) : journal_{file} {}

    void on_received(std::string_view, const asyncapi::delivery& message) override {
        journal_.write("delivered " + message.address + " " + std::to_string(message.attempt) +
                       "\n");
    }
    void on_settled(const asyncapi::settled_message& message) override {
        if (message.outcome == asyncapi::outcome::duplicate) journal_.write("suppressed\n");
    }

private:
    journal journal_;
};

/// \param database  file
/// \param journal   file: what was delivered, over all lives of this process
class consumer {
public:
    explicit consumer(const settings& told)
        : file_{told.text("database")},
          known_{asyncapi::sqlite::handled_messages::open(file_.connection()).value()},
          witness_{std::make_shared<witness>(told.text("journal"))},
          client_{io_.get_executor(), options(told)},
          channel_{asyncapi::any_transport{client_}.with(witness_), orders} {
        // Without a key: that each is there once is what is to be seen.
        file_.run("CREATE TABLE IF NOT EXISTS done (number INTEGER NOT NULL)");
        handled_ = file_.number("SELECT count(*) FROM done");
    }

    void run() {
        asyncapi::consumer_options how;
        how.deduplicate = known_;
        how.on_rejected = [this](const auto&) { ++rejected_; };
        const auto working = channel_.subscribe([this](auto& message) { handle(message); }, how);
        const repeating reporting{io_, 50ms, [&] { tell(); }};
        run_until_told(
            io_,
            [&] {
                tell();
                client_.close();
            },
            [this] { return client_.state() == asyncapi::connection_state::closed; });
    }

private:
    static asyncapi::mqtt::client_options options(const settings& told) {
        auto made = told.client("consumer");
        made.on_state = report_states("consumer");
        return made;
    }

    /// The work and the memory of it are committed together.
    void handle(asyncapi::received<order>& message) {
        file_.run("BEGIN IMMEDIATE");
        const auto first =
            known_->mark(message.metadata.message_id, std::chrono::system_clock::now());
        if (!first || !*first) {
            file_.run("ROLLBACK");
            if (!first) throw std::runtime_error{first.error().to_string()};
            return;
        }
        file_.run("INSERT INTO done VALUES (" + std::to_string(message.payload.number) + ")");
        file_.run("COMMIT");
        ++handled_;
    }

    void tell() {
        report{"consumed"}.add("handled", handled_).add("rejected", rejected_).add(client_);
    }

    asio::io_context io_{1};
    database file_;
    std::shared_ptr<asyncapi::sqlite::handled_messages> known_;
    std::shared_ptr<witness> witness_;
    asyncapi::mqtt::client client_;
    asyncapi::channel<order> channel_;
    std::int64_t handled_ = 0;
    std::uint64_t rejected_ = 0;
};

}  // namespace

void consume(const settings& told) {
    consumer{told}.run();
}

}  // namespace faults
