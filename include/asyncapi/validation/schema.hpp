#pragma once

#include <asyncapi/error.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/work_left.hpp>

#include <rapidjson/fwd.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::validation {

struct compile_options {
    std::size_t max_depth =
        64;  ///< up to which an instance is followed, at most 256; deeper ones are refused
    std::size_t max_schema_bytes = 1U << 20;  ///< of the schema and all it refers to, together
    std::size_t max_steps = 100'000'000;      ///< work on one instance; about 10 ns each

    /// Enforce `format` where it is known: those of draft-07 and AsyncAPI's int32, int64, float,
    /// double, byte. Others stay annotations.
    bool assert_formats = false;

    /// Enforce `contentEncoding` base64 and `contentMediaType` application/json.
    bool assert_content = false;

    /// JSON Pointer to the schema inside the text, whose other parts it can refer to; empty: the
    /// text is the schema.
    std::string root = {};

    /// URI of the text, against which relative references are resolved.
    std::string base_uri = {};

    /// Gives the JSON text of an absolute URI without fragment. Without one, a schema that refers
    /// to another document is refused; the draft-07 meta-schema is known.
    std::function<result<std::string>(std::string_view uri)> resolver = {};
};

enum class report {
    first,  ///< the first violation
    all,    ///< all of them, up to 1,000 violations or 1 MB of text
};

/// A compiled schema as an engine holds it. Immutable, and usable from several threads.
class engine {
public:
    virtual ~engine() = default;
    engine(const engine&) = delete;
    engine& operator=(const engine&) = delete;

    /// \param instance  a JSON value: texts are valid UTF-8, numbers finite, as `parse_json` gives
    virtual bool accepts(const rapidjson::Value& instance) const = 0;

    /// The same, taking from the work that is left; an engine that does not count it takes nothing.
    virtual bool accepts(const rapidjson::Value& instance, work_left& work) const {
        static_cast<void>(work);
        return accepts(instance);
    }

    /// \return empty exactly when `accepts` is true
    virtual std::vector<violation> check(const rapidjson::Value& instance, report extent) const = 0;

protected:
    engine() = default;
};

/// A JSON Schema of draft-07 made ready to validate with; a cheap copyable handle, usable from
/// several threads.
///
/// `format`, `contentEncoding` and `contentMediaType` are annotations unless the options say that
/// they are enforced.
class compiled_schema {
public:
    /// Reads, checks and compiles a schema. What cannot be enforced exactly is refused, never
    /// weakened.
    ///
    /// \return `unenforceable_schema` with the pointer to the keyword at fault
    static result<compiled_schema> compile(std::string_view schema_json,
                                           const compile_options& options = {});

    explicit compiled_schema(std::shared_ptr<const engine> engine) : engine_{std::move(engine)} {}

    bool accepts(const rapidjson::Value& instance) const { return engine_->accepts(instance); }

    /// For many instances that are parts of one, such as its texts: work is taken from what is
    /// left of it, and where there is none the answer is no.
    bool accepts(const rapidjson::Value& instance, work_left& work) const {
        return engine_->accepts(instance, work);
    }

    /// \return empty when the instance is valid. `message` of each violation is empty, `pointer`
    /// is the place in the instance (for `required` the object), and `schema_pointer` the keyword
    /// in the author's schema, `$ref` followed
    std::vector<violation> check(const rapidjson::Value& instance,
                                 report extent = report::first) const {
        return engine_->check(instance, extent);
    }

private:
    std::shared_ptr<const engine> engine_;
};

}  // namespace asyncapi::validation

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/validation/impl/schema.ipp>
#endif
