#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/codec/contract_rules.hpp>
#include <asyncapi/document.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/retry.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// Reads `x-retry` and `x-dead-letter` of an operation and its channel.
///
/// \see docs/delivery.md, In the document
class delivery_reader {
public:
    /// \return `malformed` with line and column where one of them is not as it has to be
    static result<declared_delivery> read(const document_value& operation,
                                          const document_value& channel) {
        delivery_reader reader;
        declared_delivery made;
        if (const auto at = either(operation, channel, "x-retry")) made.retry = reader.retry_of(at);
        if (const auto at = either(operation, channel, "x-dead-letter"))
            made.dead_letter = reader.address_of(at);
        if (reader.problem_) return *std::move(reader.problem_);
        return made;
    }

private:
    static document_value either(const document_value& operation, const document_value& channel,
                                 std::string_view name) {
        auto own = operation.member(name);
        return own ? own : channel.member(name);
    }

    retry retry_of(const document_value& at) {
        constexpr double longest = 86'400'000;  // a day
        retry made;
        only(at, {"attempts", "initialMs", "maxMs", "factor", "jitter"});
        if (const auto n = number(at, "attempts", 1, 1'000'000, true))
            made.attempts = static_cast<std::uint32_t>(*n);
        if (const auto n = number(at, "initialMs", 0, longest, true))
            made.initial = std::chrono::milliseconds{static_cast<std::int64_t>(*n)};
        if (const auto n = number(at, "maxMs", 0, longest, true))
            made.max = std::chrono::milliseconds{static_cast<std::int64_t>(*n)};
        made.factor = number(at, "factor", 1, 1'000, false).value_or(made.factor);
        made.jitter = number(at, "jitter", 0, 1, false).value_or(made.jitter);
        return made;
    }

    std::string address_of(const document_value& at) {
        only(at, {"address"});
        const auto address = at.member("address");
        if (!address || !address->IsString()) {
            refuse(at, "x-dead-letter has no address that is a text");
            return {};
        }
        std::string text{validation::detail::text_of(*address)};
        if (text.empty() || !is_concrete(text))
            refuse(address, "the address of dead letters is not concrete");
        return text;
    }

    void only(const document_value& at, std::initializer_list<std::string_view> known) {
        if (!at->IsObject()) return refuse(at, "this has to be an object");
        for (const auto& member : at->GetObject()) {
            const auto name = validation::detail::text_of(member.name);
            bool found = false;
            for (const auto each : known) found = found || each == name;
            if (!found) refuse(at.member(name), "there is no such member here");
        }
    }

    std::optional<double> number(const document_value& in, std::string_view name, double least,
                                 double most, bool whole) {
        const auto at = in.member(name);
        if (!at) return {};
        const bool fits = at->IsNumber() && at->GetDouble() >= least && at->GetDouble() <= most &&
                          (!whole || at->IsUint());
        if (fits) return at->GetDouble();
        refuse(at, std::string{"this has to be "} + (whole ? "a whole number" : "a number") +
                       " from " + std::to_string(static_cast<std::int64_t>(least)) + " to " +
                       std::to_string(static_cast<std::int64_t>(most)));
        return {};
    }

    void refuse(const document_value& at, std::string reason) {
        if (problem_) return;
        const auto position = at.source->position_of(*at.value);
        violation where;
        where.pointer = at.pointer;
        where.reason = std::move(reason);
        where.line = position.line;
        where.column = position.column;
        problem_ = error{errc::malformed, std::move(where)};
    }

    std::optional<error> problem_;
};

}  // namespace asyncapi::detail
