#include <ordering/service.hpp>

#include <ordering/counter.hpp>
#include <ordering/driver.hpp>

#include <asyncapi/asyncapi.hpp>

#include <utility>

namespace ordering {
namespace {

contract::step step_of(contract::delivery_stage stage) {
    switch (stage) {
        case contract::delivery_stage::packaged:
            return contract::step::packaged;
        case contract::delivery_stage::dispatched:
            return contract::step::dispatched;
        case contract::delivery_stage::delivered:
            return contract::step::delivered;
    }
    return contract::step::delivered;
}

constexpr std::size_t orders_at_a_time = 64;

}  // namespace

struct service::inside {
    std::shared_ptr<driver> orders;
    std::shared_ptr<counter> answers;
    asyncapi::responder<contract::order_request, contract::order_accepted, contract::order_refused,
                        contract::invalid_message>
        requests;
    asyncapi::responder<contract::order_history_request, contract::order_history,
                        contract::invalid_message>
        histories;
    asyncapi::subscription validations;
    asyncapi::subscription payments;
    asyncapi::subscription refusals;
    asyncapi::subscription deliveries;
    asyncapi::subscription releases;

    inside(const asyncapi::any_transport& wire, const options& with)
        : orders{std::make_shared<driver>(wire, with)},
          answers{std::make_shared<counter>(wire, with, orders)},
          requests{wire,
                   contract::place_order,
                   [a = answers](asyncapi::received<contract::order_request>& request) {
                       return counter::place(a, request.payload, request.metadata.correlation_id,
                                             request.metadata.message_id);
                   },
                   contract::explain,
                   {.concurrency = orders_at_a_time}},
          histories{wire, contract::get_order_history,
                    [o = orders](asyncapi::received<contract::order_history_request>& request) {
                        return o->store().history(request.payload.order_ids);
                    },
                    contract::explain},
          validations{asyncapi::channel{wire, contract::validation_results}.subscribe(
              [o = orders](asyncapi::received<contract::validation_completed>& message) {
                  const auto& [order_id, valid, detail] = message.payload;
                  if (valid) {
                      o->reached(order_id, contract::step::validated, detail);
                  } else {
                      o->failed(order_id, contract::step::received, detail);
                  }
              })},
          payments{asyncapi::channel{wire, contract::payment_completions}.subscribe(
              [o = orders](asyncapi::received<contract::payment_completed>& message) {
                  o->reached(message.payload.order_id, contract::step::paid,
                             "Payment " + message.payload.payment_id);
              })},
          refusals{asyncapi::channel{wire, contract::payment_failures}.subscribe(
              [o = orders](asyncapi::received<contract::payment_failed>& message) {
                  o->failed(message.payload.order_id, contract::step::validated,
                            message.payload.reason);
              })},
          deliveries{asyncapi::channel{wire, contract::delivery_updates}.subscribe(
              [o = orders](asyncapi::received<contract::delivery_updated>& message) {
                  o->reached(message.payload.order_id, step_of(message.payload.stage),
                             message.payload.detail);
              })},
          releases{asyncapi::channel{wire, contract::release_confirmations}.subscribe(
              [o = orders](asyncapi::received<contract::stock_released>& message) {
                  o->released(message.payload.order_id);
              })} {
        orders->resume();
    }
};

service::service(asyncapi::any_transport wire, const options& with)
    : inside_{std::make_unique<inside>(wire, with)} {}
service::service(service&&) noexcept = default;
service::~service() = default;

}  // namespace ordering
