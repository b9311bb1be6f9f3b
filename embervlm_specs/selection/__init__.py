"""Which rows a figure shows, of many: a moment, a split, a metric, few enough classes."""
