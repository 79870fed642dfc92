"""The browser door: the interactive job in a browser, on Slicer's own MRML and segmentation libraries.

It draws what ``PCRPredictorLib.presenter`` decides and hands back what the user does; it computes nothing itself.
"""
