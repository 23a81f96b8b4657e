"""Official forms as data: a package is a folder of words and layout, and each form in it one file."""
