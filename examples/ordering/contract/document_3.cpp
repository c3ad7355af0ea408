// The same for the document in version 3. A file each: comparing one takes a compiler seconds.

#include <contract/definitions.hpp>

#include <asyncapi_contract/shop_document_3.hpp>

static_assert(contract::implements_document<shop_document_3>());
