"""The counter: sign-in, the window around its screens, and the screens."""
