#pragma once

#include <string>

namespace asyncapi::tool {

/// Makes a bundled schema quick to compare at compile time: without annotations, and with what a
/// reference leads to in its place, but for schemas that hold themselves.
///
/// \param bundle  the text of a `schema_bundle`
std::string plain_schema(const std::string& bundle);

}  // namespace asyncapi::tool
