"""A credential before a reader: checked, bundled, drawn, put in plain words."""
