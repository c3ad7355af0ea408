#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// \see NATS Bindings 0.1.0
namespace asyncapi::grammar {

inline constexpr shape nats_queue{.is = shape::kind::text, .max_length = 255};
inline constexpr std::array nats_operation_fields{field{"queue", nats_queue}, binding_version};
inline constexpr object_grammar nats_operation{"NATS Operation Binding Object",
                                               nats_operation_fields};
inline constexpr shape nats_operation_shape = or_reference(object(nats_operation));

inline constexpr std::array<std::string_view, 1> nats_versions{"0.1.0"};
inline constexpr std::array nats_tables{
    binding{shape::level::operation, nats_versions, nats_operation_shape}};
inline constexpr protocol nats{"nats", nats_versions, nats_tables};

}  // namespace asyncapi::grammar
