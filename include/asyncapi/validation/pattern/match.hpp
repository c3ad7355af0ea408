#pragma once

namespace asyncapi::validation::detail {

/// What came of holding a text against a pattern.
enum class match {
    no,
    yes,
    exhausted  ///< stopped before there was an answer: it takes more work than is allowed
};

}  // namespace asyncapi::validation::detail
