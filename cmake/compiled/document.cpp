#include <asyncapi/impl/document_src.hpp>
