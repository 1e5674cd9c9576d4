"""The measurements that `make bench` prints. Nothing here is a test or asserts anything."""
