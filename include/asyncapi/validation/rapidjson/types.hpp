#pragma once

#include <asyncapi/validation/json/number.hpp>
#include <asyncapi/validation/rapidjson/encoding.hpp>
#include <asyncapi/validation/rapidjson/hasher.hpp>
#include <asyncapi/validation/rapidjson/metered_regex.hpp>
#include <asyncapi/validation/rapidjson/state_pool.hpp>

#include <rapidjson/document.h>
#include <rapidjson/schema.h>

#include <cstdint>

#if !RAPIDJSON_SCHEMA_USE_INTERNALREGEX
#error "RAPIDJSON_SCHEMA_USE_INTERNALREGEX and _USE_STDREGEX turn patterns off in RapidJSON 1.1.0"
#endif

namespace asyncapi::validation::detail {

// RapidJSON's own classes over an encoding of ours: what is corrected below is corrected for these
// alone, and a user's rapidjson::SchemaDocument is untouched.
using lowered_value = rapidjson::GenericValue<safe_utf8, rapidjson::MemoryPoolAllocator<>>;
using lowered_document = rapidjson::GenericDocument<safe_utf8>;
using schema_document = rapidjson::GenericSchemaDocument<lowered_value>;
using schema_validator =
    rapidjson::GenericSchemaValidator<schema_document, rapidjson::BaseReaderHandler<safe_utf8>,
                                      state_pool>;

/// \return whether a number is inside bounds that are null when there are none
template <class Value>
bool within(number n, const Value& minimum, bool exclusive_minimum, const Value& maximum,
            bool exclusive_maximum, const Value& multiple_of) {
    if (!minimum.IsNull()) {
        const auto order = n <=> number::of(minimum);
        if (exclusive_minimum ? order <= 0 : order < 0) return false;
    }
    if (!maximum.IsNull()) {
        const auto order = n <=> number::of(maximum);
        if (exclusive_maximum ? order >= 0 : order > 0) return false;
    }
    return multiple_of.IsNull() || n.is_multiple_of(number::of(multiple_of));
}

}  // namespace asyncapi::validation::detail

RAPIDJSON_NAMESPACE_BEGIN

/// RapidJSON reads every object of a document as a schema, those under `properties` and `enum` too,
/// and looks each up in a list of all: slow, and an assertion fails on a property called
/// `patternProperties` or `dependencies`. Here the root and its definitions are read.
template <>
inline void
GenericSchemaDocument<asyncapi::validation::detail::lowered_value>::CreateSchemaRecursive(
    const SchemaType** schema, const PointerType& pointer, const ValueType& value,
    const ValueType& document) {
    *schema = SchemaType::GetTypeless();
    CreateSchema(schema, pointer, value, document);
    const auto& definitions = value["definitions"];
    const auto inside = pointer.Append("definitions", 11, allocator_);
    for (auto at = definitions.MemberBegin(); at != definitions.MemberEnd(); ++at)
        CreateSchema(nullptr, inside.Append(at->name, allocator_), at->value, document);
}

namespace internal {

// The checks of numbers, exact. RapidJSON 1.1.0 compares large integers as doubles, finds 19.99 no
// multiple of 0.01 and 1e308 one of anything below 1, takes 1e300 for no integer, and negates the
// smallest integer.

template <>
inline bool Schema<asyncapi::validation::detail::schema_document>::CheckInt(
    Context&, std::int64_t value) const {
    return (type_ & ((1U << kIntegerSchemaType) | (1U << kNumberSchemaType))) != 0 &&
           asyncapi::validation::detail::within(value, minimum_, exclusiveMinimum_, maximum_,
                                                exclusiveMaximum_, multipleOf_);
}

template <>
inline bool Schema<asyncapi::validation::detail::schema_document>::CheckUint(
    Context&, std::uint64_t value) const {
    return (type_ & ((1U << kIntegerSchemaType) | (1U << kNumberSchemaType))) != 0 &&
           asyncapi::validation::detail::within(value, minimum_, exclusiveMinimum_, maximum_,
                                                exclusiveMaximum_, multipleOf_);
}

template <>
inline bool Schema<asyncapi::validation::detail::schema_document>::Double(Context& context,
                                                                          double value) const {
    const asyncapi::validation::detail::number exact{value};
    const bool typed = (type_ & (1U << kNumberSchemaType)) != 0 ||
                       ((type_ & (1U << kIntegerSchemaType)) != 0 && exact.is_integer());
    return typed &&
           asyncapi::validation::detail::within(exact, minimum_, exclusiveMinimum_, maximum_,
                                                exclusiveMaximum_, multipleOf_) &&
           CreateParallelValidator(context);
}

}  // namespace internal
RAPIDJSON_NAMESPACE_END
