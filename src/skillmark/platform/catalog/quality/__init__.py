"""How good a definition is: checked against profiles, and said in plain words."""
