#pragma once

#include "../order_event.hpp"
#include "../order_request.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string>
#include <string_view>
#include <variant>

namespace benchmarks {

/// The benchmark's structs written by hand with RapidJSON's Writer, unchecked.
class struct_writer {
public:
    using writer_type = rapidjson::Writer<rapidjson::StringBuffer>;

    explicit struct_writer(writer_type& writer) : to_{writer} {}

    void write(const shop::order_request& order) {
        constexpr std::string_view priorities[]{"LOW", "NORMAL", "HIGH", "EXPRESS"};
        to_.StartObject();
        key("productId"), to_.Int64(order.product_id);
        key("storeId"), to_.Int64(order.store_id);
        key("quantity"), to_.Int(order.quantity);
        if (order.order_priority)
            key("orderPriority"), text(priorities[static_cast<int>(*order.order_priority)]);
        if (order.customer) {
            key("customer");
            to_.StartObject();
            key("email"), text(order.customer->email);
            if (order.customer->name) key("name"), text(*order.customer->name);
            to_.EndObject();
        }
        to_.EndObject();
    }

    void write(const shop::order_event& order) {
        constexpr std::string_view statuses[]{"RECEIVED", "CONFIRMED", "PICKING",
                                              "SHIPPED",  "DELIVERED", "CANCELLED"};
        constexpr std::string_view currencies[]{"EUR", "USD", "GBP", "SEK"};
        to_.StartObject();
        key("eventId"), text(order.event_id);
        key("orderId"), text(order.order_id);
        key("status"), text(statuses[static_cast<int>(order.status)]);
        key("occurredAt"), text(order.occurred_at);
        if (order.tracking_number) key("trackingNumber"), text(*order.tracking_number);
        key("customer"), write(order.customer);
        if (order.billing_address) key("billingAddress"), write(*order.billing_address);
        if (order.shipping_address) key("shippingAddress"), write(*order.shipping_address);
        key("items");
        to_.StartArray();
        for (const auto& each : order.items) write(each);
        to_.EndArray();
        key("payment"), std::visit([this](const auto& held) { write(held); }, order.payment);
        key("total"), to_.Double(order.total);
        if (order.currency) key("currency"), text(currencies[static_cast<int>(*order.currency)]);
        to_.EndObject();
    }

private:
    void key(std::string_view name) {
        to_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    }
    void text(std::string_view value) {
        to_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    }

    void write(const shop::buyer& value) {
        to_.StartObject();
        key("id"), to_.Int64(value.id);
        key("email"), text(value.email);
        if (value.name) key("name"), text(*value.name);
        if (value.vip) key("vip"), to_.Bool(*value.vip);
        to_.EndObject();
    }

    void write(const shop::address& value) {
        to_.StartObject();
        key("street"), text(value.street);
        key("city"), text(value.city);
        if (value.zip) key("zip"), text(*value.zip);
        key("country"), text(value.country);
        to_.EndObject();
    }

    void write(const shop::item& value) {
        to_.StartObject();
        key("sku"), text(value.sku);
        key("name"), text(value.name);
        key("quantity"), to_.Int(value.quantity);
        key("unitPrice"), to_.Double(value.unit_price);
        if (value.weight_kg) key("weightKg"), to_.Double(*value.weight_kg);
        if (value.gift) key("gift"), to_.Bool(*value.gift);
        if (value.tags) {
            key("tags");
            to_.StartArray();
            for (const auto& tag : *value.tags) text(tag);
            to_.EndArray();
        }
        to_.EndObject();
    }

    void write(const shop::card_payment& value) {
        to_.StartObject();
        key("method"), text(value.method);
        key("cardLast4"), text(value.card_last_4);
        to_.EndObject();
    }

    void write(const shop::transfer_payment& value) {
        to_.StartObject();
        key("method"), text(value.method);
        key("iban"), text(value.iban);
        to_.EndObject();
    }

    writer_type& to_;
};

/// Into a string of its own.
template <class T>
std::string write_fresh(const T& value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
    struct_writer{writer}.write(value);
    return {buffer.GetString(), buffer.GetSize()};
}

/// Into a buffer that is kept.
class reusing_writer {
public:
    template <class T>
    std::string_view write(const T& value) {
        buffer_.Clear();
        writer_.Reset(buffer_);
        struct_writer{writer_}.write(value);
        return {buffer_.GetString(), buffer_.GetSize()};
    }

private:
    rapidjson::StringBuffer buffer_;
    rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace benchmarks
