"""The ground floor: database, log, rights, clock, ids, errors and shapes. It knows no room above it."""
