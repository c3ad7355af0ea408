#include <asyncapi/impl/sqlite_src.hpp>
