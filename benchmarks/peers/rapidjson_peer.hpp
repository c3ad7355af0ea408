#pragma once

#include <rapidjson/document.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <rapidjson/schema.h>

#include <stdexcept>
#include <string>

namespace benchmarks {

/// Reads JSON and keeps nothing of it.
inline bool parse_into_nothing(const std::string& text) {
    rapidjson::StringStream stream{text.c_str()};
    rapidjson::BaseReaderHandler<> nothing;
    rapidjson::Reader reader;
    return !reader.Parse(stream, nothing).IsError();
}

/// RapidJSON's own validator as it comes, kept between messages.
///
/// \param schema  of draft-04
class rapidjson_validator {
public:
    explicit rapidjson_validator(const std::string& schema)
        : document_{read(schema)}, validator_{document_} {}

    bool accepts(const rapidjson::Value& value) {
        validator_.Reset();
        return value.Accept(validator_) && validator_.IsValid();
    }

    bool accepts(const std::string& text) {
        validator_.Reset();
        rapidjson::StringStream stream{text.c_str()};
        return !reader_.Parse(stream, validator_).IsError() && validator_.IsValid();
    }

private:
    static rapidjson::SchemaDocument read(const std::string& schema) {
        rapidjson::Document json;
        if (json.Parse(schema.c_str()).HasParseError()) throw std::runtime_error{"not JSON"};
        return rapidjson::SchemaDocument{json};
    }

    rapidjson::SchemaDocument document_;
    rapidjson::SchemaValidator validator_;
    rapidjson::Reader reader_;
};

}  // namespace benchmarks
