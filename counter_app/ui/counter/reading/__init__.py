"""Reading a person's papers without a gun: by camera, from a picture, or from the typed MRZ lines."""
