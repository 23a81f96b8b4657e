"""The first set-up: a computer without a station asks for its one-time code and becomes a counter."""
