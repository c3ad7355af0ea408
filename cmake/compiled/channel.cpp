#include <asyncapi/impl/channel_src.hpp>
