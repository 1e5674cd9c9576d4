"""iCal files (RFC 5545): lines, times, recurring events and the entries they become."""
