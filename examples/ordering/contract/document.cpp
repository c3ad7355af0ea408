// Holds every C++ definition to the document: a difference does not compile.

#include <contract/definitions.hpp>

#include <asyncapi_contract/shop_document.hpp>

static_assert(contract::implements_document<shop_document>());
