"""The checks of ``counter-app doctor``, by what they look at."""
