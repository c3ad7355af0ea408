#include <delivery/service.hpp>

#include <delivery/delivery_store.hpp>

#include <asyncapi/asyncapi.hpp>

#include <map>
#include <string>
#include <utility>

namespace delivery {
namespace {

std::string describe(contract::delivery_stage stage, contract::priority priority) {
    switch (stage) {
        case contract::delivery_stage::packaged:
            return "Wrapped and labelled";
        case contract::delivery_stage::dispatched:
            return priority == contract::priority::express ? "With a courier, straight to you"
                                                           : "On its way with the next round";
        case contract::delivery_stage::delivered:
            return "Handed over at the door";
    }
    return {};
}

/// Carries the parcels, each stage for as long as its priority allows.
class depot : public std::enable_shared_from_this<depot> {
public:
    depot(const asyncapi::any_transport& wire, const options& with)
        : wire_{wire},
          options_{with},
          store_{with.database},
          updates_{wire, contract::delivery_updates} {}

    /// Goes on with what was under way when the process ended.
    void resume() {
        for (const auto& each : store_.unfinished()) schedule(each);
    }

    void request(const asyncapi::received<contract::delivery_requested>& message) {
        const auto current = store_.request(message.payload, message.metadata.correlation_id);
        if (current.stage) announce(current);
        if (next(current.stage)) schedule(current);
    }

private:
    std::chrono::milliseconds pace_of(contract::priority priority) const {
        switch (priority) {
            case contract::priority::low:
                return options_.pace * 3 / 2;
            case contract::priority::normal:
                return options_.pace;
            case contract::priority::high:
                return options_.pace * 2 / 3;
            case contract::priority::express:
                return options_.pace / 3;
        }
        return options_.pace;
    }

    void schedule(const delivery& parcel) {
        const auto& id = parcel.order.order_id;
        if (rounds_.contains(id)) return;
        const auto due = wire_->time()->now() + pace_of(parcel.order.order_priority);
        rounds_[id] =
            wire_->time()->call_at(wire_.get_executor(), due, [weak = weak_from_this(), parcel] {
                if (const auto self = weak.lock()) self->advance(parcel);
            });
    }

    void advance(const delivery& parcel) {
        const auto ticket = rounds_.extract(parcel.order.order_id);
        try {
            const auto current = store_.advance(parcel.order.order_id);
            announce(current);
            if (next(current.stage)) schedule(current);
        } catch (const std::exception&) {
            schedule(parcel);
        }
    }

    // Ordering asks again for what does not arrive, and is told again.
    void announce(const delivery& current) {
        static_cast<void>(updates_.send({current.order.order_id, *current.stage,
                                         describe(*current.stage, current.order.order_priority)},
                                        {.correlation_id = current.correlation_id}));
    }

    asyncapi::any_transport wire_;
    options options_;
    delivery_store store_;
    asyncapi::channel<contract::delivery_updated> updates_;
    std::map<std::string, asyncapi::time_source::ticket> rounds_;
};

}  // namespace

struct service::inside {
    std::shared_ptr<depot> parcels;
    asyncapi::subscription requests;

    inside(const asyncapi::any_transport& wire, const options& with)
        : parcels{std::make_shared<depot>(wire, with)},
          requests{asyncapi::channel{wire, contract::delivery_requests}.subscribe(
              [p = parcels](asyncapi::received<contract::delivery_requested>& message) {
                  p->request(message);
              })} {
        parcels->resume();
    }
};

service::service(asyncapi::any_transport wire, const options& with)
    : inside_{std::make_unique<inside>(wire, with)} {}
service::service(service&&) noexcept = default;
service::~service() = default;

}  // namespace delivery
