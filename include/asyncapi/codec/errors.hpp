#pragma once

#include <asyncapi/error.hpp>

#include <string_view>
#include <utility>

namespace asyncapi::detail {

inline error violated(violation where, std::string_view message) {
    where.message = message;
    return {errc::contract_violation, std::move(where)};
}

/// \return the error, with the message that it is about
inline error named(const error& why, std::string_view message) {
    auto where = why.where();
    where.message = message;
    return {why.code(), std::move(where)};
}

}  // namespace asyncapi::detail
