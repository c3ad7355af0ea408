#include <shop/shop.hpp>

#include <chat/service.hpp>
#include <customer/service.hpp>
#include <delivery/service.hpp>
#include <notification/service.hpp>
#include <ordering/service.hpp>
#include <payment/service.hpp>
#include <product/service.hpp>
#include <shop/directory_lock.hpp>
#include <web/service.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace shop {
namespace {

std::chrono::milliseconds at_speed(std::chrono::milliseconds pace, double speed) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(pace / speed);
}

payment::options payment_options(const options& with) {
    payment::options paying{.database = with.database / "payment.db"};
    paying.pace = at_speed(paying.pace, with.speed);
    return paying;
}

delivery::options delivery_options(const options& with) {
    delivery::options delivering{.database = with.database / "delivery.db"};
    delivering.pace = at_speed(delivering.pace, with.speed);
    return delivering;
}

ordering::options ordering_options(const options& with) {
    using namespace std::chrono_literals;
    ordering::options ordering{.database = with.database / "ordering.db"};
    ordering.patience = std::max(at_speed(ordering.patience, with.speed), 200ms);
    ordering.max_patience = std::max(at_speed(ordering.max_patience, with.speed), 2'000ms);
    return ordering;
}

web::options web_options(const options& with) {
    return {
        .address = with.address,
        .port = with.port,
        .page = with.page,
        .watch =
            [log = with.log](asyncapi::any_transport pages) {
                return journaled(std::move(pages), "page", log);
            },
    };
}

}  // namespace

struct shop::services {
    directory_lock lock;
    connect wires;
    log_sink log;
    product::service product;
    customer::service customer;
    payment::service payment;
    delivery::service delivery;
    chat::service chat;
    notification::service notification;
    ordering::service ordering;
    web::service web;

    services(const options& with, const connect& make)
        : lock{with.database},
          wires{make},
          log{with.log},
          product{wire("product"), {.database = with.database / "product.db", .seed = with.seed}},
          customer{wire("customer"), {.database = with.database / "customer.db"}},
          payment{wire("payment"), payment_options(with)},
          delivery{wire("delivery"), delivery_options(with)},
          chat{wire("chat"), {}},
          notification{wire("notification"),
                       {.database = with.database / "notification.db",
                        .webhook = with.webhook.empty() ? chat.webhook() : with.webhook}},
          ordering{wire("ordering"), ordering_options(with)},
          web{wire("web"), web_options(with)} {}

    asyncapi::any_transport wire(const char* service) const {
        return journaled(wires(service), service, log);
    }
};

shop::shop(const options& with, const connect& wires)
    : options_{with}, services_{std::make_unique<services>(with, wires)} {}

shop::~shop() = default;

std::string shop::url() const {
    const bool version_6 = options_.address.find(':') != std::string::npos;
    const auto host = version_6 ? "[" + options_.address + "]" : options_.address;
    return "http://" + host + ":" + std::to_string(port()) + "/";
}

std::uint16_t shop::port() const {
    return services_->web.port();
}

void shop::close() {
    services_->web.close();
}

}  // namespace shop
