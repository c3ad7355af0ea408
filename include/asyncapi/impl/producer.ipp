#pragma once

#include <asyncapi/producer.hpp>

namespace asyncapi::detail {

ASYNCAPI_DECL producer_base::producer_base(any_transport wire, std::string_view address,
                                           const parameters& values)
    : wire_{std::move(wire)}, address_{address} {
    auto filled = address_.fill(values);
    if (filled)
        address_ = *std::move(filled);
    else
        broken_ = filled.error();
}

ASYNCAPI_DECL producer_base::producer_base(const producer_base&) = default;
ASYNCAPI_DECL producer_base::producer_base(producer_base&&) noexcept = default;
ASYNCAPI_DECL producer_base& producer_base::operator=(const producer_base&) = default;
ASYNCAPI_DECL producer_base& producer_base::operator=(producer_base&&) noexcept = default;
ASYNCAPI_DECL producer_base::~producer_base() = default;

inline std::optional<time_source::time_point> deadline_of(
    const any_transport& wire, std::optional<std::chrono::milliseconds> within) {
    if (!within) return {};
    return wire->time()->now() + *within;
}

ASYNCAPI_DECL asio::awaitable<result<void>> producer_base::writable(
    std::optional<std::chrono::milliseconds> within) {
    return wire_->writable(deadline_of(wire_, within));
}

ASYNCAPI_DECL asio::awaitable<result<void>> producer_base::drained(
    std::optional<std::chrono::milliseconds> within) {
    return wire_->drained(deadline_of(wire_, within));
}

ASYNCAPI_DECL result<address_template> producer_base::address() const {
    if (broken_) return *broken_;
    return address_;
}

ASYNCAPI_DECL result<sent> producer_base::send_encoded(const outgoing_message& message,
                                                       const void* payload,
                                                       const send_options& options) const {
    if (broken_) return *broken_;
    return send_message(wire_, address_, message, payload, options);
}

ASYNCAPI_DECL result<sent> producer_base::send_encoded(const outgoing_message& message,
                                                       const void* payload, const json_writing& how,
                                                       const void* headers,
                                                       send_options options) const {
    const auto place = headers_place(message.facts.name);
    if (auto set = encode_headers(how, headers, options.headers, place); !set) return set.error();
    return send_encoded(message, payload, options);
}

}  // namespace asyncapi::detail
