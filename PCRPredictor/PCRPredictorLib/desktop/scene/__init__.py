"""What the module keeps in the scene or adds to it, and how it notices that the scene was changed."""
