// Its target needs a source; what counts is the precompiled header.
int asyncapi_precompiled_unit = 0;
