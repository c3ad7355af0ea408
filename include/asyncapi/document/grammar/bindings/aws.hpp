#pragma once

#include <asyncapi/document/grammar/bindings/binding.hpp>

#include <array>
#include <string_view>

/// What the bindings of SNS and SQS share.
///
/// \see SNS Bindings, "Policy", "Statement"; SQS Bindings, "Policy", "Statement"
namespace asyncapi::grammar {

inline constexpr std::array<std::string_view, 2> aws_effects{"Allow", "Deny"};
inline constexpr shape aws_effect = one_of(aws_effects);
inline constexpr shape aws_principals = map(text_or_texts);
inline constexpr shape aws_texts_or_principals = or_else(texts, aws_principals);
inline constexpr shape aws_principal = or_else(text, aws_texts_or_principals);
inline constexpr shape aws_conditions = list(any_map);
inline constexpr shape aws_condition = or_else(any_map, aws_conditions);
inline constexpr std::array aws_statement_fields{
    required("effect", aws_effect), required("principal", aws_principal),
    required("action", text_or_texts), field{"resource", text_or_texts},
    field{"condition", aws_condition}};
inline constexpr object_grammar aws_statement{"Statement", aws_statement_fields};
inline constexpr shape aws_statement_shape = object(aws_statement);
inline constexpr shape aws_statements = list(aws_statement_shape);

}  // namespace asyncapi::grammar
