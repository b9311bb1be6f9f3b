"""Where things lie in a picture: labels, ribbons, rectangles, outlines, colours by slot."""
