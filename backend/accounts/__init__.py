"""Sign-in, sessions, and the presence that signing asks for."""
