#include <payment/service.hpp>

#include <payment/payment_store.hpp>

#include <asyncapi/asyncapi.hpp>

#include <map>
#include <string>
#include <utility>

namespace payment {
namespace {

/// Works on payments, each for as long as the card takes.
class cashier : public std::enable_shared_from_this<cashier> {
public:
    cashier(const asyncapi::any_transport& wire, const options& with)
        : wire_{wire},
          options_{with},
          store_{with.database},
          completions_{wire, contract::payment_completions},
          failures_{wire, contract::payment_failures} {}

    /// Goes on with what was under way when the process ended.
    void resume() {
        for (const auto& each : store_.unsettled()) schedule(each.order_id);
    }

    void request(const asyncapi::received<contract::payment_requested>& message) {
        const auto current = store_.request(message.payload, message.metadata.correlation_id);
        if (current.settled()) {
            announce(current);
        } else {
            schedule(current.order_id);
        }
    }

private:
    void schedule(const std::string& order_id) {
        if (cards_.contains(order_id)) return;
        const auto done = wire_->time()->now() + options_.pace;
        cards_[order_id] =
            wire_->time()->call_at(wire_.get_executor(), done, [weak = weak_from_this(), order_id] {
                if (const auto self = weak.lock()) self->settle(order_id);
            });
    }

    void settle(const std::string& order_id) {
        const auto ticket = cards_.extract(order_id);
        try {
            announce(store_.settle(order_id, options_.limit_cents));
        } catch (const std::exception&) {
            schedule(order_id);
        }
    }

    // Ordering asks again for what does not arrive, and is told again.
    void announce(const payment& settled) {
        const asyncapi::send_options conversation{.correlation_id = settled.correlation_id};
        if (settled.payment_id) {
            static_cast<void>(completions_.send(
                {settled.order_id, *settled.payment_id, settled.amount_cents}, conversation));
        } else {
            static_cast<void>(
                failures_.send({settled.order_id, settled.refusal.value_or("")}, conversation));
        }
    }

    asyncapi::any_transport wire_;
    options options_;
    payment_store store_;
    asyncapi::channel<contract::payment_completed> completions_;
    asyncapi::channel<contract::payment_failed> failures_;
    std::map<std::string, asyncapi::time_source::ticket> cards_;
};

}  // namespace

struct service::inside {
    std::shared_ptr<cashier> desk;
    asyncapi::subscription requests;

    inside(const asyncapi::any_transport& wire, const options& with)
        : desk{std::make_shared<cashier>(wire, with)},
          requests{asyncapi::channel{wire, contract::payment_requests}.subscribe(
              [d = desk](asyncapi::received<contract::payment_requested>& message) {
                  d->request(message);
              })} {
        desk->resume();
    }
};

service::service(asyncapi::any_transport wire, const options& with)
    : inside_{std::make_unique<inside>(wire, with)} {}
service::service(service&&) noexcept = default;
service::~service() = default;

}  // namespace payment
