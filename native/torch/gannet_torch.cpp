extern "C" __attribute__((visibility("default"))) int gannet_abi() { return 1; }
