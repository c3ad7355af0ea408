#pragma once

#include <rapidjson/error/error.h>

namespace asyncapi::validation::detail {

/// \return what is wrong with a JSON text, for a person
inline const char* describe(rapidjson::ParseErrorCode code) {
    switch (code) {
        case rapidjson::kParseErrorDocumentEmpty:
            return "there is no value";
        case rapidjson::kParseErrorDocumentRootNotSingular:
            return "something follows the value";
        case rapidjson::kParseErrorObjectMissName:
            return "a member has no name";
        case rapidjson::kParseErrorObjectMissColon:
            return "a colon is missing after a name";
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
            return "a comma or } is missing";
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
            return "a comma or ] is missing";
        case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
            return "\\u is not followed by four hexadecimal digits";
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
            return "half a surrogate pair";
        case rapidjson::kParseErrorStringEscapeInvalid:
            return "an unknown escape, or a control character that is not escaped";
        case rapidjson::kParseErrorStringMissQuotationMark:
            return "a string does not end";
        case rapidjson::kParseErrorNumberTooBig:
            return "a number is too large";
        case rapidjson::kParseErrorNumberMissFraction:
            return "no digit follows the decimal point";
        case rapidjson::kParseErrorNumberMissExponent:
            return "no digit follows the exponent";
        default:
            return "this is not a JSON value";
    }
}

}  // namespace asyncapi::validation::detail
