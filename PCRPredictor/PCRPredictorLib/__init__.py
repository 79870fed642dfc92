"""PCRPredictor: pathological complete response of hepatocellular carcinoma from two-phase CT. Research use only."""

__version__ = "0.1.0"
