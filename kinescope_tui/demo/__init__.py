"""An imitation of Kinescope, written from its guidelines, that shares nothing with the client."""
