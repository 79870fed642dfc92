"""The desktop door: Qt panels of the Slicer module, on the presenter. Slicer's camelCase holds in this room."""
