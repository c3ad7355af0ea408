#pragma once

#include <asyncapi/codec/json.hpp>
#include <asyncapi/codec/typed/reader.hpp>
#include <asyncapi/codec/typed/view_of.hpp>
#include <asyncapi/codec/typed/writer.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/schema/text.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/residual_schema.hpp>
#include <asyncapi/validation/schema.hpp>
#ifndef ASYNCAPI_VALIDATION_SEPARATE_COMPILATION
#include <asyncapi/validation/residual_engine.hpp>
#endif

#include <string>
#include <string_view>
#include <utility>

namespace asyncapi {

/// Reads and writes a C++ type as JSON that satisfies both the schema of the type and a contract's.
///
/// What of the contract the type's schema implies is found out once, and only the rest is checked
/// for each message, on the C++ value: text becomes a value in one pass, and allocates only what
/// the value needs. A message that is refused, and one of which the value does not show enough, is
/// parsed into a document and held to the whole contract, which also finds the words. A cheap
/// copyable handle, usable from several threads.
///
/// \tparam T  a described type
template <class T>
class bound_codec {
public:
    /// \param contract  the payload's schema in the contract
    /// \return `unenforceable_schema`
    static result<bound_codec> bind(std::string_view contract,
                                    const validation::compile_options& options = {}) {
        const auto& own = detail::compiled_schema_of<T>();
        if (!own) return own.error();
        auto whole = validation::compiled_schema::compile(contract, options);
        if (!whole) return whole.error();
        auto left = validation::residual_schema::compile(contract, schema_text<T>, options);
        if (!left) return left.error();
        return bound_codec{std::move(*whole), std::move(*left)};
    }

    /// Whether the schema of the type implies the contract, so that nothing else is checked.
    bool is_implied() const noexcept { return left_.is_true(); }

    /// \param message  named in the error
    /// \return `malformed`, or `contract_violation` with the first place where they part
    result<T> decode(std::string_view text, std::string_view message = {}) const {
        result<T> value{T{}};
        if (read(text, *value)) return value;
        const auto json = validation::parse_json(text);
        if (!json) return detail::named(json.error(), message);
        if (auto checked = check(*json, message); !checked) return checked.error();
        return from_json<T>(*json, message);
    }

    /// \return `contract_violation` when the value breaks the contract or its own schema
    result<std::string> encode(const T& value, std::string_view message = {}) const {
        detail::typed_writer writer;
        if (writer.write_all(value)) {
            if (left_.accepts(detail::view_of(value))) return writer.take();
            auto text = writer.take();
            const auto json = validation::parse_json(text);
            if (!json) return detail::named(json.error(), message);
            if (auto checked = check(*json, message); !checked) return checked.error();
            return text;
        }
        const auto json = detail::to_unchecked_json(value, message);
        if (!json) return json.error();
        if (auto checked = check(*json, message); !checked) return checked.error();
        if (auto checked = check_json<T>(*json, message); !checked) return checked.error();
        return write_json(*json);
    }

private:
    bound_codec(validation::compiled_schema whole, validation::residual_schema left)
        : whole_{std::move(whole)}, left_{std::move(left)} {}

    bool read(std::string_view text, T& value) const {
        if (text.size() > validation::parse_limits{}.max_bytes) return false;
        detail::typed_reader reader{text};
        return reader.read_all(value) && left_.accepts(detail::view_of(value), reader.hidden());
    }

    // Against all of the contract.
    result<void> check(const rapidjson::Value& json, std::string_view message) const {
        auto violations = whole_.check(json);
        if (violations.empty()) return {};
        return detail::violated(std::move(violations.front()), message);
    }

    validation::compiled_schema whole_;
    validation::residual_schema left_;
};

}  // namespace asyncapi
