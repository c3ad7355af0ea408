#pragma once

#include <asyncapi/codec/type_schema.hpp>
#include <asyncapi/codec/typed/reader.hpp>
#include <asyncapi/codec/typed/writer.hpp>

namespace asyncapi::detail {

/// How code without templates makes a C++ value of JSON text.
struct json_reading {
    const type_schema& (*schema)();
    bool (*read)(typed_reader& from, void* value);
    /// Makes it again what it was before reading.
    void (*reset)(void* value);
};

/// How code without templates makes JSON text of a C++ value.
struct json_writing {
    const type_schema& (*schema)();
    bool (*write)(typed_writer& to, const void* value);
};

template <class T>
inline constexpr json_reading reading_of{
    &schema_of<T>,
    [](typed_reader& from, void* value) { return from.read_all(*static_cast<T*>(value)); },
    [](void* value) { *static_cast<T*>(value) = T{}; }};

template <class T>
inline constexpr json_writing writing_of{&schema_of<T>, [](typed_writer& to, const void* value) {
                                             return to.write_all(*static_cast<const T*>(value));
                                         }};

}  // namespace asyncapi::detail
