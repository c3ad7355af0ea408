#pragma once

#include <asyncapi/error.hpp>

#include <algorithm>

namespace asyncapi {
namespace detail {

constexpr const char* describe(errc code) noexcept {
    switch (code) {
        case errc::contract_violation:
            return "contract violation";
        case errc::malformed:
            return "malformed";
        case errc::unenforceable_schema:
            return "unenforceable schema";
        case errc::invalid_address:
            return "invalid address";
        case errc::would_block:
            return "would block";
        case errc::not_connected:
            return "not connected";
        case errc::closed:
            return "closed";
        case errc::timed_out:
            return "timed out";
        case errc::cancelled:
            return "cancelled";
        case errc::too_large:
            return "too large";
        case errc::unauthorized:
            return "unauthorized";
        case errc::unsupported:
            return "unsupported";
        case errc::rejected:
            return "rejected";
        case errc::protocol_error:
            return "protocol error";
        case errc::handler_failed:
            return "handler failed";
    }
    return "unknown error";
}

class error_category_type final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "asyncapi"; }
    std::string message(int value) const override { return describe(static_cast<errc>(value)); }
};

// Cuts between characters, so that what was UTF-8 stays UTF-8.
inline void cut(std::string& text) {
    constexpr auto most = error::max_detail_bytes;
    if (text.size() <= most) return;
    std::size_t end = most - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
    text += "...";
}

inline std::string shown(std::string text) {
    cut(text);
    for (char& c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) c = '?';
    }
    return text;
}

}  // namespace detail

ASYNCAPI_DECL const boost::system::error_category& error_category() noexcept {
    static const detail::error_category_type category;
    return category;
}

ASYNCAPI_DECL std::string error::to_string() const {
    const auto& at = where();
    std::string text = detail::shown(at.message);
    if (!at.pointer.empty()) text += (text.empty() ? "at " : " at ") + detail::shown(at.pointer);
    if (!text.empty()) text += ": ";
    text += code_.message();
    if (!at.keyword.empty()) text += " (" + detail::shown(at.keyword) + ")";
    if (!at.reason.empty()) text += ": " + detail::shown(at.reason);
    return text;
}

ASYNCAPI_DECL error::error(boost::system::error_code code, violation where, std::string_view text)
    : code_{code} {
    if (!text.empty()) where.reason = text;
    detail::cut(where.reason);
    where_ = std::make_shared<const violation>(std::move(where));
}

ASYNCAPI_DECL const violation& error::nowhere() noexcept {
    static const violation none;
    return none;
}

}  // namespace asyncapi
