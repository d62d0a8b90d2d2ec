"""`skillmark issue`: from an achievement and a CSV to a folder of signed credentials."""
