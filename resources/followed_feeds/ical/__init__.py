"""iCal files (RFC 5545): their lines, times, recurring events and entries."""
