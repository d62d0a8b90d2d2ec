"""The prebuilt badges, one file a family; each draws `Words` in a `Palette`."""
