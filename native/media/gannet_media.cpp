extern "C" __attribute__((visibility("default"))) int gannet_media_abi() { return 1; }
