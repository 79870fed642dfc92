"""The page "Patient": its panels from inputs to saved results, and the dialogs and pictures that belong to them."""
