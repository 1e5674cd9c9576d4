"""The measurements that `make bench` prints; nothing here is a test, and nothing is asserted."""
