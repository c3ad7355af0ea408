#pragma once

namespace asyncapi::validation {

/// What a C++ value does not show of the text that it was read from, as bits.
enum blind_spot : unsigned {
    other_members = 1,   ///< members that the type has no place for
    filled_members = 2,  ///< members that were not there, and have their default now
    rounded_numbers = 4,
    sorted_items = 8,  ///< the order of a set's items
};

}  // namespace asyncapi::validation
